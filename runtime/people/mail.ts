import { createTransport } from 'nodemailer';

export type Letter = {
  to: string;
  subject: string;
  text: string;
  /** `<…@…>`, for one that may be sent again: the same each time. */
  messageId?: string;
};

/** Sends one letter. Throws what the server says. */
export type Mail = (letter: Letter) => Promise<void>;

const PATIENCE_MS = 15_000;

/** @param url of an SMTP server, `smtps://user:password@mail.example.com` */
export function createMail({ url, from }: { url: string; from: string }): Mail {
  const transport = createTransport(
    { url, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    { from },
  );
  return async (letter) => {
    await transport.sendMail(letter);
  };
}
