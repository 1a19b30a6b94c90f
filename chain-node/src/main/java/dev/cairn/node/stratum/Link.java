package dev.cairn.node.stratum;

/** The way to one miner. Calls never block; after {@link #close} nothing more is sent. */
interface Link {

  /**
   * @param line without its end
   */
  void send(String line);

  void close();
}
