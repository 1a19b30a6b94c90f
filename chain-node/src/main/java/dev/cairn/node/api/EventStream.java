package dev.cairn.node.api;

import dev.cairn.core.value.BlockHash;
import dev.cairn.node.member.Member;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events for one client. Blocks are not kept for it: the stream remembers the last block that
 * it has told, and reads what follows from the store when the client has taken the ones before.
 * Confined to the event loop.
 */
final class EventStream {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int BLOCKS_AT_A_TIME = 100;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Threads threads;
  private final int backlogMax;
  private final Supplier<Optional<Member>> current;

  /** Events besides blocks that the client has not taken yet. */
  private final Deque<String> backlog = new ArrayDeque<>();

  private Optional<Member> member = Optional.empty();
  private BlockHash known = BlockHash.ZERO;
  private boolean isReading;
  private boolean hasNews;

  EventStream(
      HttpServerRequest request,
      Threads threads,
      int backlogMax,
      Supplier<Optional<Member>> current) {
    this.request = request;
    this.response = request.response();
    this.threads = threads;
    this.backlogMax = backlogMax;
    this.current = current;
  }

  /** Sends the head, and events of this network from a block on. */
  void begin(Member network, BlockHash from) {
    AnswerWriter.head(response, 200, "text/event-stream");
    response.setChunked(true);
    response.drainHandler(any -> onDrained());
    response.write("retry: 1000\n\n");
    follow(network, from);
  }

  /** Goes on with this network; what the client knows there is this block. */
  void follow(Member network, BlockHash from) {
    member = Optional.of(network);
    known = from;
    send(EventText.network(network, network.peer().tip(), from));
    onNews();
  }

  /** The tip may have moved. */
  void onNews() {
    hasNews = true;
    readOn();
  }

  /** Something else has happened. */
  void send(String event) {
    if (!response.closed()) {
      if (backlog.size() >= backlogMax) {
        LOG.debug("a reader of events is too slow");
        close();
      } else {
        backlog.add(event);
        flush();
      }
    }
  }

  void heartbeat() {
    if (backlog.isEmpty() && hasRoom()) {
      response.write(EventText.HEARTBEAT);
    }
  }

  void close() {
    request.connection().close();
  }

  private void onDrained() {
    flush();
    readOn();
  }

  private void flush() {
    while (!backlog.isEmpty() && hasRoom()) {
      response.write(backlog.remove());
    }
  }

  /** Whether the client has taken what was written; the server's write timeout waits for it. */
  private boolean hasRoom() {
    return !response.closed() && !response.writeQueueFull();
  }

  private void readOn() {
    if (!hasNews || isReading || member.isEmpty() || !backlog.isEmpty() || !hasRoom()) {
      return;
    }
    hasNews = false;
    isReading = true;
    Member asked = member.get();
    BlockHash from = known;
    threads
        .onWorker(() -> ChainStep.after(from, asked.store(), BLOCKS_AT_A_TIME))
        .onComplete(
            step -> {
              isReading = false;
              if (isStill(asked)) {
                write(step);
              }
              readOn();
            },
            failure -> {
              isReading = false;
              if (isStill(asked)) {
                LOG.debug("events cannot be read", failure);
                close();
              } else if (member.isPresent() && member.get() != asked) {
                readOn(); // it follows another network already
              }
            });
  }

  private boolean isStill(Member asked) {
    Optional<Member> now = current.get();
    return member.isPresent() && member.get() == asked && now.isPresent() && now.get() == asked;
  }

  private void write(ChainStep step) {
    if (step instanceof ChainStep.Forward forward) {
      forward.blocks().forEach(block -> response.write(EventText.block(block)));
      known = forward.blocks().get(forward.blocks().size() - 1).hash();
      hasNews = true;
    } else if (step instanceof ChainStep.Back back) {
      response.write(EventText.reorganisation(back));
      known = back.commonAncestor().hash();
      hasNews = true;
    } else if (step instanceof ChainStep.Lost) {
      close(); // when it comes again with its last id, it is told why
    }
  }
}
