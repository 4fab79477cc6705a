#if canImport(CryptoKit)
import CryptoKit
#else
import Crypto
#endif
import Foundation

/// The octets that the card signs for a login (jpki_exchange::challenge::SignedMessage), 119 of them.
///
/// - Parameters:
///   - origin: the origin that *this client* talks to, such as the one that its code pins; never a value that a server sent
///   - purpose: what is signed for, as the challenge says
///   - nonce: the random code (乱数コード), 32 octets
func challengeMessage(origin: String, purpose: String, nonce: Data) -> Data {
    precondition(nonce.count == 32)
    var message = Data("JPKI-AUTH-CHALLENGE-V1\n".utf8)
    message.append(contentsOf: SHA256.hash(data: Data(origin.utf8)))
    message.append(contentsOf: SHA256.hash(data: Data(purpose.utf8)))
    message.append(nonce)
    return message
}

// Lines of `vectors.tsv`: origin, purpose, nonce; prints the octets.
while let line = readLine() {
    let fields = line.split(separator: "\t").map(String.init)
    let digits = Array(fields[2])
    let nonce = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16)! }
    let message = challengeMessage(origin: fields[0], purpose: fields[1], nonce: Data(nonce))
    print(message.map { String(format: "%02x", $0) }.joined())
}
