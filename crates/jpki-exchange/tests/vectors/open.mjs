// Opens a sealed submission with Node.js's crypto (OpenSSL): the private key in PKCS#8 as a file, the JWE on standard input.
import { createDecipheriv, createHash, createPrivateKey, createPublicKey, constants, diffieHellman, privateDecrypt } from "node:crypto";
import { readFileSync } from "node:fs";

const privateKey = createPrivateKey({ key: readFileSync(process.argv[2]), format: "der", type: "pkcs8" });
const parts = readFileSync(0, "utf8").trim().split(".");
const [head, encrypted, iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, "base64url"));
const header = JSON.parse(head);
let key;
if (header.alg === "RSA-OAEP-256") {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  key = privateDecrypt({ key: privateKey, padding, oaepHash: "sha256" }, encrypted);
} else {
  const publicKey = createPublicKey({ key: header.epk, format: "jwk" });
  const shared = diffieHellman({ privateKey, publicKey });
  const information = Buffer.from("\0\0\0\x01" + "\0\0\0\x07A256GCM" + "\0\0\0\0" + "\0\0\0\0" + "\0\0\x01\0", "latin1");
  const counter = information.subarray(0, 4);
  key = createHash("sha256").update(counter).update(shared).update(information.subarray(4)).digest();
}
const cipher = createDecipheriv("aes-256-gcm", key, iv);
cipher.setAAD(Buffer.from(parts[0], "ascii"));
cipher.setAuthTag(tag);
process.stdout.write(Buffer.concat([cipher.update(ciphertext), cipher.final()]));
