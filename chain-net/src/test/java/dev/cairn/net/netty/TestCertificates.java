package dev.cairn.net.netty;

import dev.cairn.core.key.KeyPair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates with one thing wrong, which {@link NodeCertificate} cannot make. */
final class TestCertificates {

  static final SecureRandom RANDOM = new SecureRandom();
  private static final X500Name NAME = new X500Name("CN=test");

  /** A certificate with its private key. */
  record Keyed(X509Certificate certificate, java.security.KeyPair keys) {}

  /** What to do otherwise; by default a valid certificate comes out. */
  static final class Recipe {
    java.security.KeyPair keys = p256();
    java.security.KeyPair signedBy = keys;
    String algorithm = "SHA256withECDSA";
    byte[] extension = validExtension(nodeKey(), keys);
    boolean critical = true;
    Date notBefore = Date.from(Instant.EPOCH);
    Date notAfter = Date.from(Instant.parse("2900-01-01T00:00:00Z"));
    Consumer<X509v3CertificateBuilder> more = unused -> {};
  }

  private TestCertificates() {}

  static KeyPair nodeKey() {
    byte[] seed = new byte[KeyPair.SEED_LENGTH];
    RANDOM.nextBytes(seed);
    return KeyPair.fromSeed(seed);
  }

  static java.security.KeyPair p256() {
    return keys("secp256r1");
  }

  static java.security.KeyPair keys(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] validExtension(KeyPair node, java.security.KeyPair certificateKeys) {
    byte[] signed = PeerIdentity.signedBytes(certificateKeys.getPublic().getEncoded());
    return new SignedKey(node.publicKey().toArray(), node.sign(signed).toArray()).encode();
  }

  static X509Certificate make(Consumer<Recipe> change) {
    return makeKeyed(change).certificate();
  }

  static Keyed makeKeyed(Consumer<Recipe> change) {
    Recipe recipe = new Recipe();
    change.accept(recipe);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              BigInteger.ONE,
              recipe.notBefore,
              recipe.notAfter,
              NAME,
              recipe.keys.getPublic());
      if (recipe.extension.length > 0) {
        builder.addExtension(
            new ASN1ObjectIdentifier(SignedKey.OID), recipe.critical, recipe.extension);
      }
      recipe.more.accept(builder);
      var signer = new JcaContentSignerBuilder(recipe.algorithm);
      var holder = builder.build(signer.build(recipe.signedBy.getPrivate()));
      return new Keyed(new JcaX509CertificateConverter().getCertificate(holder), recipe.keys);
    } catch (IOException
        | CertificateException
        | org.bouncycastle.operator.OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /** The certificate of this name from the vectors of the libp2p specification. */
  static X509Certificate vector(String name) {
    try (InputStream in = TestCertificates.class.getResourceAsStream("/vectors/libp2p-tls.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      String line = text.lines().filter(l -> l.startsWith(name + " ")).findFirst().orElseThrow();
      return parse(HexFormat.of().parseHex(line.substring(name.length() + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
