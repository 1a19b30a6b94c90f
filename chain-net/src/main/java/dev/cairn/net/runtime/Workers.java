package dev.cairn.net.runtime;

/**
 * Does heavy work elsewhere. Completions come back on the engine loop in any order: whoever needs
 * an order restores it.
 */
public interface Workers {

  /**
   * @param job runs on some worker; must not touch what the engine loop owns
   * @param done runs on the engine loop afterwards, also when the job threw: it has to see that its
   *     result is missing
   */
  void submit(Runnable job, Runnable done);
}
