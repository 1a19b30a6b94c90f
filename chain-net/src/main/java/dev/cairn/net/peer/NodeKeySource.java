package dev.cairn.net.peer;

import dev.cairn.core.key.KeyPair;
import java.io.IOException;

/**
 * Where a node has its identity from: the Ed25519 key that it proves to hold on every link.
 *
 * <p>An implementation that keeps the key in a file must
 *
 * <ul>
 *   <li>create it with mode 0600 from the start, never tightened afterwards: for a moment others
 *       could have opened it;
 *   <li>create it atomically: written under another name, forced to disk, renamed, so that after a
 *       crash there is the whole key or none, and never replace a file that exists;
 *   <li>refuse, naming the path and what to do, a file that anybody but its owner can read or
 *       write, that belongs to somebody else, that is a link, a directory or any other thing than a
 *       regular file, or that is longer than a key can be;
 *   <li>refuse what it cannot read rather than make a new key: a node that changes its identity
 *       loses its place on allow-lists, and nobody would notice why.
 * </ul>
 *
 * The key's seed is drawn from a generator that is fit for secrets, and appears in no text of an
 * exception.
 */
@FunctionalInterface
public interface NodeKeySource {

  /**
   * The key of this node: the same one each time, made when there is none yet.
   *
   * @throws IOException when it cannot be read or made, or must not be used; the text is for the
   *     person who runs the node
   */
  KeyPair loadOrCreate() throws IOException;
}
