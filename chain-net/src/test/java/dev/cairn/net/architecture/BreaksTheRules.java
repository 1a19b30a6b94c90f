package dev.cairn.net.architecture;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;

/** Each class breaks one rule of {@link dev.cairn.net.ArchitectureTest}. */
@SuppressWarnings("all")
public final class BreaksTheRules {
  private BreaksTheRules() {}

  public static final class UsesNetty {
    int breach(ByteBuf buffer) {
      return buffer.readableBytes();
    }
  }

  public static final class UsesGeneratedCode {
    int breach(ByteString bytes) {
      return bytes.size();
    }
  }

  public static final class StartsThread {
    void breach(Runnable task) {
      new Thread(task).start();
    }
  }

  public static final class ReadsClock {
    long breach() {
      return System.nanoTime();
    }
  }

  public static final class MakesHashMap {
    Map<String, String> breach() {
      return new HashMap<>();
    }
  }
}
