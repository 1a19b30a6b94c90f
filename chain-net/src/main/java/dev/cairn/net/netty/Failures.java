package dev.cairn.net.netty;

import dev.cairn.core.verdict.Rejection;
import dev.cairn.net.peer.DisconnectReason;
import io.netty.handler.codec.TooLongFrameException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the exceptions of a connection mean for its end. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** What a Goodbye may tell. */
  private static final int DETAIL_BYTES_MAX = 256;

  private static final int CAUSES_MAX = 10;

  private Failures() {}

  /** The reason with its detail in {@code got}; what is no failure of the network is logged. */
  static Rejection rejectionOf(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof PeerTrustManager.RefusedException refused) {
        return refused.why();
      }
      if (cause instanceof RejectedExecutionException) {
        return Rejection.of(DisconnectReason.TLS_FAILED, "too many handshakes at a time", "");
      }
      if (cause instanceof ClosedChannelException) {
        return Rejection.of(DisconnectReason.CONNECTION_LOST, "closed during the handshake", "");
      }
      if (cause instanceof SSLException || cause instanceof TooLongFrameException) {
        Throwable inner = cause.getCause();
        if (inner == null || inner == cause) {
          return Rejection.of(DisconnectReason.TLS_FAILED, String.valueOf(cause.getMessage()), "");
        }
      } else if (cause instanceof IOException) {
        return Rejection.of(
            DisconnectReason.CONNECTION_LOST, String.valueOf(cause.getMessage()), "");
      }
      cause = cause.getCause();
    }
    if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
      return Rejection.of(DisconnectReason.TLS_FAILED, String.valueOf(failure.getMessage()), "");
    }
    LOG.error("a connection is closed because of a fault of this program", failure);
    return Rejection.of(DisconnectReason.CONNECTION_LOST, "internal fault: " + failure, "");
  }

  static DisconnectReason reasonOf(Rejection why) {
    return why.reason() instanceof DisconnectReason reason ? reason : DisconnectReason.TLS_FAILED;
  }

  static String detailOf(Rejection why) {
    return why.expected().isEmpty()
        ? why.got()
        : "got " + why.got() + ", expected " + why.expected();
  }

  /** As much of a text as a Goodbye may tell. */
  static String cut(String detail) {
    String told =
        detail.length() > DETAIL_BYTES_MAX ? detail.substring(0, DETAIL_BYTES_MAX) : detail;
    while (told.getBytes(StandardCharsets.UTF_8).length > DETAIL_BYTES_MAX) {
      told = told.substring(0, told.length() - 1);
    }
    return told;
  }
}
