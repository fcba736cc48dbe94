import { MARKETING } from './sources.ts';

/**
 * What a template asks for before it may reach somebody outside the 24-hour window. `marketing`: a consent to marketing. `any`: some consent
 * that holds, or a conversation that the person began: having written is no consent to marketing.
 * Source: WhatsApp Business Messaging Policy, "Obtain opt-in".
 */
export type ConsentNeeded = 'marketing' | 'any';
export type ConsentRefusal = 'opted-out' | 'no-consent';

/** What a template of a category asks for. One that nobody here knows is none of marketing's, as far as anybody can tell. */
export function consentNeededFor(category: string | undefined): ConsentNeeded {
  return category?.toLowerCase() === 'marketing' ? 'marketing' : 'any';
}

/** SQL expressions for what the rule looks at. `needs` may be null: then only a wish for no messages at all counts. */
type Asked = { contact: string; needs: string; isOpen: string; hasWritten: string; isAllowed: string };

/**
 * SQL text for why a template must not go to a contact: a `ConsentRefusal`, or null. Of two consents the newer one counts. `isAllowed`, an
 * administrator's reason or a broadcast that has looked itself, stands for a consent that was never asked for, never for one withdrawn.
 */
export function templateRefusal({ contact, needs, isOpen, hasWritten, isAllowed }: Asked): string {
  return `case
    when (${isOpen}) is not true and exists (
      select from consents w
      where w.contact_id = ${contact} and w.purpose = '*' and not w.granted
        and not exists (
          select from consents k where k.contact_id = ${contact} and k.granted and (k.at, k.id) > (w.at, w.id)
        )
    ) then 'opted-out'
    when ${needs} is null then null
    when ${needs} = 'marketing' and (
      select k.granted from consents k
      where k.contact_id = ${contact} and k.purpose in ('${MARKETING}', '*')
      order by k.at desc, k.id desc limit 1
    ) is false then 'opted-out'
    when (${isOpen}) or (${isAllowed}) then null
    when ${needs} = 'any' and (${hasWritten}) then null
    when exists (
      select from consents k
      where k.contact_id = ${contact} and k.granted and (${needs} = 'any' or k.purpose in ('${MARKETING}', '*'))
        and not exists (
          select from consents w
          where w.contact_id = ${contact} and w.purpose in (k.purpose, '*') and not w.granted
            and (w.at, w.id) > (k.at, k.id)
        )
    ) then null
    else 'no-consent'
  end`;
}
