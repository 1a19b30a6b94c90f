package dev.cairn.net.netty;

import dev.cairn.core.key.KeyPair;
import dev.cairn.core.value.Bytes;
import dev.cairn.net.peer.NodeId;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * How this process proves its node key to others: a self-signed certificate with a P-256 key of its
 * own, in which the node key has signed that key (libp2p specification, tls/tls.md). It is made
 * anew by each process and never stored, so the only secret on disk is the node key.
 *
 * <p>The extension is not marked critical, as in the specification's test vectors; peers take it
 * either way. The validity lasts from 1975 to 4096, as there: nobody's clock decides on a link.
 */
public final class NodeCertificate {

  private static final X500Name NAME = new X500Name("CN=cairn");
  private static final Date NOT_BEFORE = Date.from(Instant.parse("1975-01-01T00:00:00Z"));
  private static final Date NOT_AFTER = Date.from(Instant.parse("4096-01-01T00:00:00Z"));
  private static final int SERIAL_BITS = 63;

  private final NodeId id;
  private final X509Certificate certificate;
  private final PrivateKey privateKey;
  private final Bytes keyHash;

  private NodeCertificate(NodeId id, X509Certificate certificate, PrivateKey privateKey) {
    this.id = id;
    this.certificate = certificate;
    this.privateKey = privateKey;
    this.keyHash = PeerIdentity.hashOf(certificate.getPublicKey().getEncoded());
  }

  /** A fresh certificate for this node key. */
  public static NodeCertificate create(KeyPair nodeKey, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      java.security.KeyPair keys = generator.generateKeyPair();
      byte[] certificateKey = keys.getPublic().getEncoded();
      SignedKey signed =
          new SignedKey(
              nodeKey.publicKey().toArray(),
              nodeKey.sign(PeerIdentity.signedBytes(certificateKey)).toArray());
      X509Certificate certificate = sign(keys, signed, random);
      return new NodeCertificate(new NodeId(nodeKey.publicKey()), certificate, keys.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("every Java platform has P-256 and SHA-256", e);
    }
  }

  private static X509Certificate sign(
      java.security.KeyPair keys, SignedKey signed, SecureRandom random)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    var builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
            NOT_BEFORE,
            NOT_AFTER,
            NAME,
            keys.getPublic());
    builder.addExtension(new ASN1ObjectIdentifier(SignedKey.OID), false, signed.encode());
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random);
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(signer.build(keys.getPrivate())));
  }

  /** Whose it is. */
  public NodeId id() {
    return id;
  }

  /** SHA-256 of its key (SubjectPublicKeyInfo, DER). */
  public Bytes keyHash() {
    return keyHash;
  }

  X509Certificate x509() {
    return certificate;
  }

  PrivateKey privateKey() {
    return privateKey;
  }
}
