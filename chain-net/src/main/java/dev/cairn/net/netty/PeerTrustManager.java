package dev.cairn.net.netty;

import dev.cairn.core.verdict.Checked;
import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.peer.DisconnectReason;
import dev.cairn.net.peer.NodeId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the other side of one connection while the handshake runs, so that a wrong peer is left
 * before anything of ours is told to it: protocol name, certificate, and the identity that the
 * dialler expects. There is no authority: a certificate is trusted to prove the key in it.
 *
 * <p>For one connection each. It is called by a handshake thread and read by the I/O loop.
 */
final class PeerTrustManager extends X509ExtendedTrustManager {

  /** Refused by our rules; the alert that the peer sees is TLS's bad_certificate or alike. */
  static final class RefusedException extends CertificateException {
    private static final long serialVersionUID = 1;
    private final transient Rejection why;

    RefusedException(Rejection why) {
      super(why.toString());
      this.why = why;
    }

    Rejection why() {
      return why;
    }
  }

  private final Optional<NodeId> expected;
  private volatile @Nullable PeerIdentity identity;

  PeerTrustManager(Optional<NodeId> expected) {
    this.expected = expected;
  }

  /** Who the other side is; present once its certificate was accepted. */
  Optional<PeerIdentity> identity() {
    return Optional.ofNullable(identity);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
    // A session that is not valid any more gets no ticket, and so nobody can resume it.
    engine.getHandshakeSession().invalidate();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  private void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
    String protocol = engine.getHandshakeApplicationProtocol();
    if (!TlsEngines.PROTOCOL.equals(protocol)) {
      throw refused(
          Rejection.of(
              DisconnectReason.TLS_FAILED,
              protocol == null || protocol.isEmpty() ? "no ALPN" : "another ALPN",
              TlsEngines.PROTOCOL));
    }
    Checked<PeerIdentity> checked = PeerIdentity.of(chain);
    if (checked instanceof Checked.Refused<PeerIdentity> refused) {
      throw refused(refused.why());
    }
    NodeId id = checked.value().id();
    if (expected.isPresent() && !expected.get().equals(id)) {
      throw refused(Rejection.of(DisconnectReason.IDENTITY_UNEXPECTED, id, expected.get()));
    }
    identity = checked.value();
  }

  private static RefusedException refused(Rejection why) {
    return new RefusedException(why);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) {
    throw onlyEngines();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType, Socket socket) {
    throw onlyEngines();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType) {
    throw onlyEngines();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType) {
    throw onlyEngines();
  }

  private static UnsupportedOperationException onlyEngines() {
    return new UnsupportedOperationException("only engines are used");
  }
}
