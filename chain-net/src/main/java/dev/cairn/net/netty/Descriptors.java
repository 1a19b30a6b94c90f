package dev.cairn.net.netty;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many file descriptors this process may still open. */
public final class Descriptors {

  private Descriptors() {}

  /**
   * Whether fewer are left than are to be kept for others; never where that cannot be known at all.
   *
   * @param reserved how many are to be kept
   */
  public static boolean areShort(long reserved) {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return false;
    }
    try {
      return unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() < reserved;
    } catch (InternalError noneLeft) {
      return true; // counting them takes one
    }
  }
}
