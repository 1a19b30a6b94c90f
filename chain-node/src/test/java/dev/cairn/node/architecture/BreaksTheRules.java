package dev.cairn.node.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import org.rocksdb.RocksDB;
import picocli.CommandLine;

/** Breaks every rule once. */
public final class BreaksTheRules {

  private BreaksTheRules() {}

  /** Only storage may. */
  public static final class UsesRocksDb {
    RocksDB database;
  }

  /** Only those who serve clients may. */
  public static final class UsesVertx {
    Vertx vertx;
  }

  /** Only the command line may. */
  public static final class UsesPicocli {
    CommandLine commandLine;
  }

  /** Only those who read or write JSON and TOML may. */
  public static final class UsesJackson {
    JsonNode json;
  }
}
