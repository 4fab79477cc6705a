import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Date;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.CMSSignedDataStreamGenerator;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Makes CMS messages with BouncyCastle: arguments are the folder of keys and certificates, and that of messages. */
public class BouncyCastle {
    static final byte[] CONTENT = "住所変更届 別紙のとおり届け出ます。".getBytes(StandardCharsets.UTF_8);
    static final Date NOON = new Date(1780282800L * 1000);

    static Path input;
    static Path output;

    static class Party {
        final PrivateKey key;
        final X509CertificateHolder certificate;

        Party(String name, String algorithm) throws Exception {
            byte[] pkcs8 = Files.readAllBytes(input.resolve(name + ".pk8"));
            key = KeyFactory.getInstance(algorithm, "BC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            certificate = new X509CertificateHolder(Files.readAllBytes(input.resolve(name + ".crt")));
        }

        SignerInfoGenerator generator(String algorithm, Attribute... more) throws Exception {
            return builder()
                .setSignedAttributeGenerator(attributes(more))
                .build(new JcaContentSignerBuilder(algorithm).setProvider("BC").build(key), certificate);
        }

        SignerInfoGenerator bare(String algorithm) throws Exception {
            return builder().setDirectSignature(true)
                .build(new JcaContentSignerBuilder(algorithm).setProvider("BC").build(key), certificate);
        }

        SignerInfoGenerator byKeyIdentifier(String algorithm) throws Exception {
            byte[] identifier = MessageDigest.getInstance("SHA-1")
                .digest(certificate.getSubjectPublicKeyInfo().getPublicKeyData().getBytes());
            return builder()
                .setSignedAttributeGenerator(attributes())
                .build(new JcaContentSignerBuilder(algorithm).setProvider("BC").build(key), identifier);
        }

        static DefaultSignedAttributeTableGenerator attributes(Attribute... more) {
            Hashtable<ASN1ObjectIdentifier, Attribute> attributes = new Hashtable<>();
            attributes.put(CMSAttributes.signingTime, new Attribute(CMSAttributes.signingTime, new DERSet(new Time(NOON))));
            for (Attribute attribute : more) {
                attributes.put(attribute.getAttrType(), attribute);
            }
            return new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes));
        }

        Attribute signingCertificate() throws Exception {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            ASN1Encodable value = new SigningCertificateV2(new ESSCertIDv2(hash));
            return new Attribute(PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(value));
        }

        static JcaSignerInfoGeneratorBuilder builder() throws Exception {
            return new JcaSignerInfoGeneratorBuilder(
                new JcaDigestCalculatorProviderBuilder().setProvider("BC").build());
        }
    }

    static void make(String name, boolean attached, List<Party> parties, SignerInfoGenerator... generators)
            throws Exception {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        for (SignerInfoGenerator one : generators) {
            generator.addSignerInfoGenerator(one);
        }
        generator.addCertificates(new JcaCertStore(parties.stream().map(party -> party.certificate).toList()));
        write(name, generator.generate(new CMSProcessableByteArray(CONTENT), attached).getEncoded());
    }

    static void stream(String name, Party party, int piece, SignerInfoGenerator one) throws Exception {
        CMSSignedDataStreamGenerator generator = new CMSSignedDataStreamGenerator();
        generator.setBufferSize(piece);
        generator.addSignerInfoGenerator(one);
        generator.addCertificates(new JcaCertStore(List.of(party.certificate)));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (OutputStream content = generator.open(message, true)) {
            content.write(CONTENT);
        }
        write(name, message.toByteArray());
    }

    static void write(String name, byte[] message) throws Exception {
        Files.write(output.resolve(name + ".der"), message);
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        input = Path.of(arguments[0]);
        output = Path.of(arguments[1]);
        Party rsa = new Party("rsa", "RSA");
        Party ec = new Party("p384", "EC");

        make("attached", true, List.of(rsa), rsa.generator("SHA256withRSA"));
        make("detached", false, List.of(rsa), rsa.generator("SHA256withRSA"));
        make("pss", true, List.of(rsa), rsa.generator("SHA256withRSAandMGF1"));
        make("ecdsa", true, List.of(ec), ec.generator("SHA384withECDSA"));
        make("cades", true, List.of(rsa), rsa.generator("SHA256withRSA", rsa.signingCertificate()));
        make("bare", true, List.of(rsa), rsa.bare("SHA256withRSA"));
        make("key-identifier", true, List.of(rsa), rsa.byKeyIdentifier("SHA256withRSA"));
        make("two-signers", true, List.of(rsa, ec), rsa.generator("SHA256withRSA"), ec.generator("SHA384withECDSA"));
        stream("streamed", rsa, 7, rsa.generator("SHA256withRSA"));

        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(rsa.generator("SHA256withRSA"));
        generator.addCertificates(new JcaCertStore(List.of(rsa.certificate, ec.certificate)));
        CMSSignedData message = generator.generate(new CMSProcessableByteArray(CONTENT), true);
        SignerInformation signer = message.getSignerInfos().iterator().next();
        CMSSignedDataGenerator counter = new CMSSignedDataGenerator();
        counter.addSignerInfoGenerator(ec.generator("SHA384withECDSA"));
        SignerInformation countersigned =
            SignerInformation.addCounterSigners(signer, counter.generateCounterSigners(signer));
        CMSSignedData both = CMSSignedData.replaceSigners(message, new SignerInformationStore(countersigned));
        write("countersigned", both.getEncoded());
    }
}
