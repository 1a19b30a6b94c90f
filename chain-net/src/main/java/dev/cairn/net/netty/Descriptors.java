package dev.cairn.net.netty;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many file descriptors this process may still open. */
final class Descriptors {

  /**
   * Connections from outside leave so many for the store, which may open 40 tables as it grows, for
   * the API, and for peers that we dial.
   */
  private static final long RESERVED = 48;

  private Descriptors() {}

  /** Whether there are no more than those that are reserved; never where that cannot be known. */
  static boolean areShort() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() < RESERVED;
  }
}
