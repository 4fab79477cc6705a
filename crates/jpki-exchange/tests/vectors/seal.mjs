// Seals the submission of `support.rs` with the sample for clients: the published key as a file, its algorithm and name.
import { readFileSync } from "node:fs";
import { seal, sealedContent } from "../../clients/seal.mjs";

const [file, algorithm, id] = process.argv.slice(2);
const content = sealedContent({
  tenant: "bank-1",
  service: "account-opening",
  purpose: "kyc",
  sealedAt: Date.parse("2026-06-01T12:00:00+09:00") / 1000,
  certificate: new TextEncoder().encode("a certificate"),
  scheme: "rsa-pkcs1-sha256",
  signature: new TextEncoder().encode("a signature"),
  matter: ["login", "relying-party-and-nonce", new Uint8Array(32).fill(7)],
});
process.stdout.write(await seal({ id, algorithm, public: readFileSync(file) }, content));
