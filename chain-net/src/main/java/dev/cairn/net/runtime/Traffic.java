package dev.cairn.net.runtime;

/**
 * What has gone over a link so far, in bytes of frames, before encryption.
 *
 * @param bytesIn of frames that came in whole
 * @param bytesOut that the socket has taken
 */
public record Traffic(long bytesIn, long bytesOut) {

  public static final Traffic NONE = new Traffic(0, 0);
}
