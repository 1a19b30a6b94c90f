package dev.cairn.net.netty;

import static dev.cairn.net.netty.Patiently.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which buffers are still in use, or whose buffers were thrown away
 * without being released (Netty's leak detector, which is set to look at every buffer).
 */
final class NoLeaks implements BeforeAllCallback, AfterAllCallback {

  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

  @Override
  public void beforeAll(ExtensionContext context) {
    before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    await()
        .untilAsserted(
            () -> {
              assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()).isZero();
              assertThat(PooledByteBufAllocator.DEFAULT.pinnedHeapMemory()).isZero();
            });
    System.gc(); // leaks are told when the next buffer is made
    PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    Unpooled.buffer(1).release();
    ByteBufUtil.setLeakListener(null);
    ResourceLeakDetector.setLevel(before);
    assertThat(leaks).isEmpty();
  }
}
