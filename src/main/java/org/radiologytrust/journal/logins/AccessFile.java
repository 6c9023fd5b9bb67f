package org.radiologytrust.journal.logins;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An append-only file. It is opened for each batch, so log rotation may move it at any time. Only
 * its owner may read it.
 */
final class AccessFile implements AccessStore {
  private final Path file;

  /**
   * @throws IOException if the file cannot be written
   */
  AccessFile(Path file) throws IOException {
    this.file = file;
    channel().close();
  }

  @Override
  public void write(List<Line> lines) throws IOException {
    String text = lines.stream().map(line -> line.json() + "\n").collect(Collectors.joining());
    try (FileChannel channel = channel()) {
      long end = channel.size();
      try {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes, end + bytes.position());
        }
        channel.force(true);
      } catch (IOException e) {
        // removes a half-written line: the whole batch will be written again
        channel.truncate(end);
        throw e;
      }
    }
  }

  private FileChannel channel() throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  @Override
  public String repair() {
    return "free disk space or repair the folder";
  }
}
