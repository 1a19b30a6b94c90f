package dev.cairn.node.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** An answer in parts on its way to a client. Confined to the event loop. */
final class PartsOnTheWay {

  private final HttpServerResponse response;
  private final List<Answer.Body> parts;
  private final int batchBytes;
  private int part;
  private int offset;

  PartsOnTheWay(HttpServerResponse response, Answer.Parts answer, int batchBytes) {
    this.response = response;
    this.parts = answer.parts();
    this.batchBytes = batchBytes;
    long length = parts.stream().mapToLong(each -> each.bytes().length).sum();
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
    response.drainHandler(any -> writeOn());
  }

  /** Writes as much as the client takes. */
  void writeOn() {
    while (part < parts.size() && !response.closed() && !response.writeQueueFull()) {
      Buffer batch = batch();
      if (part < parts.size()) {
        response.write(batch);
      } else {
        response.end(batch);
      }
    }
  }

  private Buffer batch() {
    Buffer batch = Buffer.buffer();
    while (part < parts.size() && batch.length() < batchBytes) {
      byte[] bytes = parts.get(part).bytes();
      int length = Math.min(batchBytes - batch.length(), bytes.length - offset);
      batch.appendBytes(bytes, offset, length);
      offset += length;
      if (offset == bytes.length) {
        part++;
        offset = 0;
      }
    }
    return batch;
  }
}
