package dev.cairn.node.stratum;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.core.value.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** A miner without a socket: says what it is told to, and keeps what it hears. */
final class FakeMiner implements Link {

  private final Desk desk;
  private final List<JsonNode> heard = new ArrayList<>();
  private final Session session;
  private long millis;
  private Timestamp time;
  private boolean isClosed;

  FakeMiner(Desk desk, Timestamp time) {
    this.desk = desk;
    this.time = time;
    session = desk.open(this, "192.0.2.7", now());
  }

  Moment now() {
    return new Moment(millis, time);
  }

  @Override
  public void send(String line) {
    if (!isClosed) {
      heard.add(Request.parse(line).orElseThrow());
    }
  }

  @Override
  public void close() {
    isClosed = true;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Of its first worker. */
  WorkerStatus status() {
    return session.statuses(now()).get(0);
  }

  Session session() {
    return session;
  }

  void pass(long seconds) {
    millis += seconds * 1_000;
    time = time.plusSeconds(seconds);
    desk.onTick(now());
  }

  void say(String line) {
    session.onLine(line.replace('\'', '"'), now());
  }

  /** Says something, and gives the first line that is said to it. */
  JsonNode ask(String line) {
    heard.clear();
    say(line);
    return heard.get(0);
  }

  /** The error that it gets for something, as text. */
  String error(String line) {
    return ask(line).get("error").toString().replace('"', '\'');
  }

  void introduce(String name) {
    say("{'id':1,'method':'mining.subscribe','params':['fake/1.0']}");
    say("{'id':2,'method':'mining.authorize','params':['" + name + "','x']}");
  }

  List<JsonNode> heard() {
    return heard;
  }

  /** What it was told of itself with this method, in order. */
  List<JsonNode> told(String method) {
    return heard.stream()
        .filter(line -> line.path("method").asText().equals(method))
        .map(line -> line.get("params"))
        .toList();
  }

  double lastDifficulty() {
    List<JsonNode> difficulties = told("mining.set_difficulty");
    return difficulties.get(difficulties.size() - 1).get(0).asDouble();
  }

  JsonNode lastJob() {
    List<JsonNode> jobs = told("mining.notify");
    return jobs.get(jobs.size() - 1);
  }
}
