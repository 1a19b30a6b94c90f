package dev.cairn.node.stratum;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many file descriptors this process may still open. */
final class Descriptors {

  /** Miners leave so many for the store, for peers and for the API. */
  private static final long RESERVED = 128;

  private Descriptors() {}

  /** Whether there are no more than those that are reserved; never where that cannot be known. */
  static boolean areShort() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() < RESERVED;
  }
}
