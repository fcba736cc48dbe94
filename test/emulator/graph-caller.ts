import type { Emulator } from './emulator-types.ts';

type Answered = {
  status: number;
  json: {
    error?: { code: number; message: string; type: string; error_data?: { details: string } } & Record<
      string,
      unknown
    >;
    messages?: { id: string; message_status?: string }[];
    contacts?: Record<string, string>[];
    success?: boolean;
  } & Record<string, unknown>;
};

const PERSON = '15550001111';

/** Calls the emulated Graph API the way any product would: over HTTP. */
export function graphCaller(emulator: Emulator, version = 'v25.0') {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    token = emulator.accessToken,
  ): Promise<Answered> => {
    const response = await fetch(`${emulator.url}/${version}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, json: JSON.parse(await response.text()) };
  };
  const messages = `${emulator.phoneNumberId}/messages`;
  return {
    call,
    /** Sends one message to the usual person; fields given win over the usual ones. */
    send: (message: Record<string, unknown>) =>
      call('POST', messages, { messaging_product: 'whatsapp', to: PERSON, ...message }),
    text: (body: string) =>
      call('POST', messages, { messaging_product: 'whatsapp', to: PERSON, type: 'text', text: { body } }),
    interactive: (interactive: unknown) =>
      call('POST', messages, { messaging_product: 'whatsapp', to: PERSON, type: 'interactive', interactive }),
    template: (template: unknown, to = PERSON) =>
      call('POST', messages, { messaging_product: 'whatsapp', to, type: 'template', template }),
  };
}
