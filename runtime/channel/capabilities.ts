import { CAPABILITIES, type Capability } from '@parley/flows/channel-capabilities.ts';
import type { Provider } from '../whatsapp/provider.ts';

/** Managed in 360dialog's Hub, or with the whole account's rights, which a number's key does not give. */
const NOT_WITH_360DIALOG: readonly Capability[] = [
  ...(['block', 'block-list', 'identity-check', 'template-edit', 'template-samples'] as const),
  ...(['registration', 'health', 'profile', 'automation', 'token-expiry', 'catalogue'] as const),
];

/** What each way can do. */
export const CAPABILITIES_OF: { readonly [provider in Provider]: readonly Capability[] } = {
  meta: CAPABILITIES,
  '360dialog': CAPABILITIES.filter((capability) => !NOT_WITH_360DIALOG.includes(capability)),
};
