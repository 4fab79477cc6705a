import java.security.MessageDigest

/**
 * The octets that the card signs for a login (jpki_exchange::challenge::SignedMessage), 119 of them.
 *
 * @param origin the origin that *this client* talks to, such as the one that its code pins; never a value that a server sent
 * @param purpose what is signed for, as the challenge says
 * @param nonce the random code (乱数コード), 32 octets
 */
fun challengeMessage(origin: String, purpose: String, nonce: ByteArray): ByteArray {
    require(nonce.size == 32)
    fun sha256(text: String) = MessageDigest.getInstance("SHA-256").digest(text.toByteArray(Charsets.US_ASCII))
    return "JPKI-AUTH-CHALLENGE-V1\n".toByteArray(Charsets.US_ASCII) + sha256(origin) + sha256(purpose) + nonce
}

/** Lines of `vectors.tsv`: origin, purpose, nonce; prints the octets. */
fun main() {
    generateSequence(::readLine).forEach { line ->
        val (origin, purpose, nonce) = line.split('\t')
        val octets = nonce.chunked(2).map { it.toInt(16).toByte() }.toByteArray()
        println(challengeMessage(origin, purpose, octets).joinToString("") { "%02x".format(it) })
    }
}
