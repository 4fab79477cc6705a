// The octets that the card signs for a login (jpki_exchange::challenge::SignedMessage), 119 of them.
//
// origin:  the origin that *this client* sees: location.origin of the page, never a value that a server sent
// purpose: what is signed for, as the challenge says
// nonce:   the random code (乱数コード), 32 octets
export async function challengeMessage(origin, purpose, nonce) {
  if (nonce.length !== 32) throw new RangeError("nonce");
  const ascii = new TextEncoder();
  const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", ascii.encode(text)));
  const parts = [ascii.encode("JPKI-AUTH-CHALLENGE-V1\n"), await sha256(origin), await sha256(purpose), nonce];
  const message = new Uint8Array(119);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return message;
}
