package dev.cairn.node.api;

import dev.cairn.core.value.BlockHash;
import dev.cairn.core.value.Height;
import dev.cairn.core.verdict.Checked;
import dev.cairn.node.api.Parameters.BlockName;
import dev.cairn.node.member.Member;
import dev.cairn.node.storage.NodeStore;
import io.vertx.core.Future;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Blocks: one by its name, its bytes, and the active chain from a height on. */
final class BlockEndpoints {

  private final Threads threads;
  private final ApiLimits limits;

  BlockEndpoints(Threads threads, ApiLimits limits) {
    this.threads = threads;
    this.limits = limits;
  }

  Future<Checked<Answer>> block(Call call) {
    return threads.onWorker(
        () -> {
          BlockReader reader = new BlockReader(call.member());
          return find(call)
              .then(
                  hash ->
                      orRefused(reader.view(hash), ApiFault.BODY_UNKNOWN, hash).map(Answer::json));
        });
  }

  Future<Checked<Answer>> header(Call call) {
    return threads.onWorker(
        () ->
            find(call)
                .then(hash -> orRefused(store(call).header(hash), ApiFault.BLOCK_UNKNOWN, hash))
                .map(stored -> hex("header", stored.chained().header().toArray())));
  }

  Future<Checked<Answer>> raw(Call call) {
    return threads.onWorker(
        () ->
            find(call)
                .then(hash -> orRefused(store(call).block(hash), ApiFault.BODY_UNKNOWN, hash))
                .map(block -> hex("block", block.encode().toArray())));
  }

  private static Answer hex(String key, byte[] bytes) {
    return Answer.json(new View().text(key, HexFormat.of().formatHex(bytes)));
  }

  private static <T> Checked<T> orRefused(Optional<T> found, ApiFault fault, Object asked) {
    return found
        .map(Checked::passed)
        .orElseGet(() -> Checked.refused(fault, asked, "a block that is stored"));
  }

  private static NodeStore store(Call call) {
    return call.member().store();
  }

  private static Checked<BlockHash> find(Call call) {
    NodeStore store = store(call);
    return Parameters.blockName(call.path("block"))
        .then(
            (BlockName name) -> {
              Optional<BlockHash> hash =
                  name.hash()
                      .filter(given -> store.header(given).isPresent())
                      .or(() -> name.height().flatMap(store::hashAt));
              return orRefused(hash, ApiFault.BLOCK_UNKNOWN, call.path("block"));
            });
  }

  Future<Checked<Answer>> list(Call call) {
    Checked<Integer> limit = call.limit(limits);
    Checked<Answer> answer =
        Parameters.height(call.query("from"))
            .then(from -> limit.map(most -> list(call.member(), from, most)));
    return Future.succeededFuture(answer);
  }

  /** The blocks from a height upwards; the newest ones when no height is given. */
  private static Answer list(Member member, Optional<Height> from, int most) {
    long tip = member.peer().tip().height().value();
    long first = from.map(Height::value).orElse(Math.max(0, tip - most + 1));
    Ascent ascent = new Ascent(new BlockReader(member), first, Math.min(tip, first + most - 1));
    return new Answer.Listed("blocks", ascent, ascent::rest);
  }

  /** Goes up the active chain. Confined to one thread at a time. */
  private static final class Ascent implements Supplier<@Nullable View> {

    private final BlockReader reader;
    private final long last;
    private long next;

    private Ascent(BlockReader reader, long first, long last) {
      this.reader = reader;
      this.next = first;
      this.last = last;
    }

    @Override
    public @Nullable View get() {
      if (next > last) {
        return null;
      }
      Optional<View> view = reader.hashAt(Height.of(next)).flatMap(reader::view);
      next++;
      return view.orElse(null); // the chain has become shorter meanwhile
    }

    private View rest() {
      Optional<Long> more = Optional.of(next).filter(height -> height <= reader.tipHeight());
      return new View().number("next", more);
    }
  }
}
