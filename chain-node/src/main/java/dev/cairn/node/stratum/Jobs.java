package dev.cairn.node.stratum;

import dev.cairn.core.value.BlockHash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The jobs of one session that still count, and the shares that were given for them. */
final class Jobs {

  /** With a new one every ten seconds these are of the last minutes. */
  static final int JOBS_MOST = 32;

  /** Half an hour of them; an older one that comes again is counted twice. */
  static final int SHARES_MOST = 512;

  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Set<BlockHash> shares = new LinkedHashSet<>();
  private int nextId = 1;

  String nextId() {
    return Integer.toHexString(nextId++);
  }

  void add(Job job) {
    jobs.put(job.id(), job);
    if (jobs.size() > JOBS_MOST) {
      dropFirst(jobs.keySet());
    }
  }

  /** The job, unless it is too old, or a block was found since. */
  Optional<Job> find(String id) {
    return Optional.ofNullable(jobs.get(id)).filter(job -> !job.work().round().isOver());
  }

  boolean hasShare(BlockHash hash) {
    return shares.contains(hash);
  }

  void addShare(BlockHash hash) {
    shares.add(hash);
    if (shares.size() > SHARES_MOST) {
      dropFirst(shares);
    }
  }

  /** Another round has begun. */
  void clear() {
    jobs.clear();
    shares.clear();
  }

  private static void dropFirst(Set<?> some) {
    Iterator<?> first = some.iterator();
    first.next();
    first.remove();
  }
}
