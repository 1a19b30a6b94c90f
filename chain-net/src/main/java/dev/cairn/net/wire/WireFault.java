package dev.cairn.net.wire;

import dev.cairn.core.verdict.Reason;

/**
 * Why a frame is no message. What is wrong inside canonical bytes has the reasons of chain-core
 * instead: {@link dev.cairn.core.verdict.Rule} and those of network parameters.
 */
public enum WireFault implements Reason {
  PROTOBUF_MALFORMED("send one protobuf message that fills its frame"),
  VARINT_OVERLONG("encode protobuf varints in their shortest form, of at most 64 bits"),
  GROUP_NOT_ALLOWED("send no protobuf groups"),
  UNKNOWN_FIELDS_TOO_MANY("send fewer and shorter fields that version 1 does not know"),
  MESSAGE_MISSING("put a message into the envelope"),
  MESSAGE_UNKNOWN("send only messages of the agreed protocol version"),
  MESSAGE_REPEATED("put exactly one message into the envelope"),
  WIRE_TYPE_WRONG("encode the field as p2p.proto has it"),
  FIELD_REPEATED("send the field once"),
  FIELD_MISSING("fill the field"),
  FIELD_TOO_LONG("keep the field within its limit"),
  LENGTH_WRONG("fill the field with exactly as many bytes as it takes"),
  LENGTH_NOT_MULTIPLE("send whole items end to end"),
  LIST_TOO_LONG("send fewer items"),
  VALUE_OUT_OF_RANGE_ON_WIRE("keep the number within its limits"),
  TEXT_MALFORMED("use only the characters that the field may have"),
  PROTOCOL_RANGE_REVERSED("give the lowest protocol version before the highest"),
  WORK_NOT_SHORTEST("encode work without leading zeros"),
  POSITIONS_NOT_ASCENDING("ask for positions in ascending order, each once");

  private final String hint;

  WireFault(String hint) {
    this.hint = hint;
  }

  @Override
  public String hint() {
    return hint;
  }
}
