package dev.cairn.node.cli;

import dev.cairn.core.transaction.DocumentRecord;
import dev.cairn.core.value.Bytes;
import dev.cairn.core.value.Sha256Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The document that a command is about: a file, or a text on the command line in UTF-8. */
final class Document {

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  /** One of the two. */
  static final class Choice {
    @Parameters(paramLabel = "FILE", description = "The document.")
    private @Nullable Path file;

    @Option(
        names = "--text",
        paramLabel = "TEXT",
        description = "A short document itself, taken as UTF-8 without a line feed at its end.")
    private @Nullable String text;
  }

  /** Its SHA-256; a file is not held in memory. */
  Sha256Digest digest() throws CommandFailure {
    try (InputStream in = open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return Sha256Digest.of(digest.digest());
    } catch (IOException e) {
      throw unreadable(e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The record that has all its bytes. */
  DocumentRecord whole(long bytesMax) throws CommandFailure {
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes((int) Math.min(bytesMax + 1, Integer.MAX_VALUE));
      if (bytes.length > bytesMax) {
        throw Arguments.wrong(
            "the document has more than the " + bytesMax + " bytes that a record may have",
            "leave out --with-content: then only its SHA-256 is recorded");
      }
      return DocumentRecord.ofDocument(Bytes.of(bytes));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private InputStream open() throws IOException {
    if (choice.text != null) {
      return new ByteArrayInputStream(choice.text.getBytes(StandardCharsets.UTF_8));
    }
    return NamedFile.open(file());
  }

  private Path file() {
    return Objects.requireNonNull(choice.file);
  }

  private CommandFailure unreadable(IOException e) {
    return NamedFile.failure(file(), e);
  }
}
