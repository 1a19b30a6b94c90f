package dev.cairn.net.netty;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many file descriptors this process may still open. */
public final class Descriptors {

  private Descriptors() {}

  /**
   * Whether fewer are left than are to be kept for others; never where that cannot be known.
   *
   * @param reserved how many are to be kept
   */
  public static boolean areShort(long reserved) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        && unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() < reserved;
  }
}
