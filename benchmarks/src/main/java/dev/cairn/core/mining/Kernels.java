package dev.cairn.core.mining;

import dev.cairn.mining.MiningKernels;
import java.util.List;

/** The kernels that are measured. */
public final class Kernels {

  private Kernels() {}

  /** All kernels that run on this machine. */
  public static List<MiningKernel> all() {
    return MiningKernels.available();
  }

  /**
   * The kernel of this name.
   *
   * @throws IllegalArgumentException when there is none, or it does not run on this machine
   */
  public static MiningKernel named(String name) {
    return all().stream()
        .filter(kernel -> kernel.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kernel " + name + " runs here"));
  }
}
