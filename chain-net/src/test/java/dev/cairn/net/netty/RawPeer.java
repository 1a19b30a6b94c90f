package dev.cairn.net.netty;

import dev.cairn.net.message.Message;
import dev.cairn.net.peer.PeerAddress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who dials a node with blocking sockets and does what he likes: no TLS, another TLS, or
 * the right TLS and then anything.
 */
final class RawPeer implements AutoCloseable {

  private static final int READ_MILLIS_MAX = 20_000;

  /** How to do TLS; by default as a node does. */
  static final class Tls {
    String[] protocols = {"TLSv1.3"};
    String[] alpn = {TlsEngines.PROTOCOL};
    X509Certificate @Nullable [] chain;
    @Nullable PrivateKey key;

    /** The same for several connections, so that a session could be resumed. */
    @Nullable SSLContext context;

    Tls() {
      NodeCertificate own =
          NodeCertificate.create(TestCertificates.nodeKey(), TestCertificates.RANDOM);
      chain = new X509Certificate[] {own.x509()};
      key = own.privateKey();
    }
  }

  final Socket socket;
  private final AtomicLong received = new AtomicLong();
  private @Nullable SSLSocket tls;

  RawPeer(PeerAddress address) throws IOException {
    socket = new CountingSocket();
    socket.connect(address.toSocketAddress(), READ_MILLIS_MAX);
    socket.setSoTimeout(READ_MILLIS_MAX);
    socket.setTcpNoDelay(true);
  }

  /** Does the handshake from this side, which may end before the other has judged it. */
  RawPeer handshake(Tls how) throws IOException {
    try {
      SSLContext context = how.context;
      if (context == null) {
        context = SSLContext.getInstance("TLS");
        context.init(
            new KeyManager[] {new Presents(how)}, new TrustManager[] {new TrustsAll()}, null);
        how.context = context;
      }
      // The name is what a JDK client finds an earlier session by.
      tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "peer", 1, false);
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(how.protocols);
      parameters.setApplicationProtocols(how.alpn);
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return this;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Presents whatever it was told to. */
  private static final class Presents extends X509ExtendedKeyManager {
    private final Tls how;

    Presents(Tls how) {
      this.how = how;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return how.chain == null ? null : "node";
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return how.chain;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return how.key;
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {"node"};
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, Socket socket) {
      return null;
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Bytes read so far, below TLS. */
  long received() {
    return received.get();
  }

  private final class CountingSocket extends Socket {
    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          int read = super.read(target, offset, length);
          received.addAndGet(Math.max(0, read));
          return read;
        }
      };
    }
  }

  SSLSocket tls() {
    return tls;
  }

  /** Below TLS, whether there is TLS or not. */
  RawPeer sendRaw(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  RawPeer send(List<? extends Message> messages) throws IOException {
    tls.getOutputStream().write(EmbeddedLink.frames(messages));
    tls.getOutputStream().flush();
    return this;
  }

  /**
   * Waits until the other side closes.
   *
   * @return how many bytes it sent before, below TLS
   */
  long awaitClose() throws IOException {
    return drain(socket.getInputStream());
  }

  /** The same through TLS. */
  long awaitTlsClose() throws IOException {
    return drain(tls.getInputStream());
  }

  private static long drain(InputStream in) throws IOException {
    long total = 0;
    byte[] buffer = new byte[4096];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
      }
    } catch (SocketTimeoutException notClosed) {
      throw new AssertionError("not closed", notClosed);
    } catch (SocketException | SSLException reset) {
      return total;
    }
    return total;
  }

  /** Closes with a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
