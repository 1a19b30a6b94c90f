package dev.cairn.net.netty;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many file descriptors this process may still open. */
final class Descriptors {

  /** Connections from outside leave so many for the store, the API, and peers that we dial. */
  private static final long RESERVED = 16;

  private Descriptors() {}

  /** Whether there are no more than those that are reserved; never where that cannot be known. */
  static boolean areShort() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() < RESERVED;
  }
}
