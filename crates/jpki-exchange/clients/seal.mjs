// Seals a submission to a platform's key (jpki_exchange::sealed), by Web Crypto alone.
const ascii = new TextEncoder();
const base64url = (octets) =>
  btoa(Array.from(octets, (octet) => String.fromCharCode(octet)).join(""))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function concat(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

function uint32(number) {
  const octets = new Uint8Array(4);
  new DataView(octets.buffer).setUint32(0, number);
  return octets;
}

// A length and that many octets.
const field = (value) => {
  const octets = typeof value === "string" ? ascii.encode(value) : value;
  return concat(uint32(octets.length), octets);
};

// What is sealed: the table at jpki_exchange::sealed::SealedContent. `matter` is ["login", form, nonce],
// ["document", document, commitment] or ["digest", sha256, commitment].
export function sealedContent({ tenant, service, purpose, sealedAt, certificate, scheme, signature, matter }) {
  const seconds = new Uint8Array(8);
  new DataView(seconds.buffer).setBigInt64(0, BigInt(sealedAt));
  return concat(
    ascii.encode("JPKI-SUBMISSION-V1\n"),
    field(tenant), field(service), field(purpose), seconds,
    field(certificate), field(scheme), field(signature), ...matter.map(field),
  );
}

// `key` is an entry of `sealing` of the platform's published keys, its `public` decoded.
export async function seal(key, content) {
  const header = { alg: key.algorithm, enc: "A256GCM", cty: "jpki-submission-1", kid: key.id };
  let contentKey, encryptedKey = new Uint8Array();
  if (key.algorithm === "RSA-OAEP-256") {
    const recipient = await crypto.subtle.importKey(
      "spki", key.public, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
    contentKey = crypto.getRandomValues(new Uint8Array(32));
    encryptedKey = new Uint8Array(await crypto.subtle.encrypt("RSA-OAEP", recipient, contentKey));
  } else {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const recipient = await crypto.subtle.importKey("spki", key.public, curve, false, []);
    const ephemeral = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", ephemeral.publicKey);
    header.epk = { kty, crv, x, y };
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: recipient }, ephemeral.privateKey, 256);
    // Concat KDF (RFC 7518 §4.6.2): one round of SHA-256 gives the 256 bits.
    const information = concat(field("A256GCM"), field(""), field(""), uint32(256));
    contentKey = new Uint8Array(
      await crypto.subtle.digest("SHA-256", concat(uint32(1), new Uint8Array(shared), information)));
  }
  const protectedHeader = base64url(ascii.encode(JSON.stringify(header)));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const aes = await crypto.subtle.importKey("raw", contentKey, "AES-GCM", false, ["encrypt"]);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: ascii.encode(protectedHeader) }, aes, content));
  const [ciphertext, tag] = [encrypted.subarray(0, -16), encrypted.subarray(-16)];
  return [protectedHeader, ...[encryptedKey, iv, ciphertext, tag].map(base64url)].join(".");
}
