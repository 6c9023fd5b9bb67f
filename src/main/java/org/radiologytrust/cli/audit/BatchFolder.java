package org.radiologytrust.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.cases.CaseJson;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.EmptyFolder;
import org.radiologytrust.cli.base.OwnerOnlyFiles;

/**
 * The output folder of a batch: {@code CASE/audit.json}, the FHIR Bundle, {@code CASE/audit.html},
 * the page for people, and {@code CASE/result.json}, the case's row of the summary; {@code
 * summary.*}; and temporary files in {@code .work}, which is removed at the end or at the next
 * start. One process owns the folder, and only its user can read it.
 */
final class BatchFolder implements AutoCloseable {
  static final String AUDIT = "audit.json";

  /** A case's page for people. */
  static final String PAGE = "audit.html";

  /** Begins the names of the summaries. */
  static final String SUMMARY = "summary.";

  private static final String RESULT = "result.json";
  private static final String LOCK = ".lock";
  private static final String WORK = ".work";

  private final Path out;
  private final FileChannel lock;

  private BatchFolder(Path out, FileChannel lock) {
    this.out = out;
    this.lock = lock;
  }

  /**
   * @throws CommandFailure if another process uses the folder, or it holds other files
   */
  static BatchFolder take(Path out) throws IOException {
    Path locked = out.resolve(LOCK);
    if (Files.notExists(locked)) {
      EmptyFolder.check(out);
    }
    OwnerOnlyFiles.folder(out);
    FileChannel channel =
        FileChannel.open(
            locked,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OwnerOnlyFiles.file());
    if (!locks(channel)) {
      channel.close();
      throw new CommandFailure("--out: another process writes to " + out + ": wait for its end");
    }
    BatchFolder folder = new BatchFolder(out, channel);
    new CommandCleanup(folder.work()).close(); // left by a run that was killed
    return folder;
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** The folder for temporary files. It may not exist yet. */
  Path work() {
    return out.resolve(WORK);
  }

  /** The result of an earlier run, if its files are complete and its input was the same. */
  Optional<BatchRow> earlier(String id, String input) throws IOException {
    Path result = out.resolve(id).resolve(RESULT);
    if (!Files.isRegularFile(result)
        || !Files.isRegularFile(out.resolve(id).resolve(AUDIT))
        || !Files.isRegularFile(out.resolve(id).resolve(PAGE))) {
      return Optional.empty();
    }
    try {
      BatchRow row = CaseJson.MAPPER.readValue(Files.readAllBytes(result), BatchRow.class);
      return Optional.of(row).filter(r -> r.id().equals(id) && r.input().equals(input));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Deletes the result of an earlier run. */
  void forget(String id) throws IOException {
    Files.deleteIfExists(out.resolve(id).resolve(RESULT));
    Files.deleteIfExists(out.resolve(id).resolve(AUDIT));
    Files.deleteIfExists(out.resolve(id).resolve(PAGE));
  }

  /** Stores an audit. The result is written last: where it is, the other files are whole. */
  void keep(BatchRow row, String audit, String page) throws IOException {
    Path folder = OwnerOnlyFiles.folder(out.resolve(row.id()));
    OwnerOnlyFiles.write(folder.resolve(AUDIT), audit);
    OwnerOnlyFiles.write(folder.resolve(PAGE), page);
    OwnerOnlyFiles.write(folder.resolve(RESULT), CaseJson.MAPPER.writeValueAsString(row));
  }

  void summary(List<BatchRow> rows) throws IOException {
    BatchSummary summary = new BatchSummary(rows);
    OwnerOnlyFiles.write(out.resolve(SUMMARY + "txt"), summary.text());
    OwnerOnlyFiles.write(out.resolve(SUMMARY + "csv"), summary.csv());
    OwnerOnlyFiles.write(out.resolve(SUMMARY + "json"), summary.json());
    OwnerOnlyFiles.write(out.resolve(SUMMARY + "html"), summary.html());
  }

  @Override
  public void close() throws IOException {
    new CommandCleanup(work()).close();
    lock.close();
  }
}
