package org.radiologytrust.cli;

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

/**
 * Where a batch goes: {@code CASE/audit.json}, the FHIR Bundle, beside {@code CASE/result.json},
 * what the summary tells of it; {@code summary.*}; and what is under way in {@code .work}, which is
 * removed at the end, or at the next start. One process owns it, and only its user can read it.
 */
final class BatchFolder implements AutoCloseable {
  static final String AUDIT = "audit.json";

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
   * @throws CommandFailure when another process has it, or it holds something else
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
    new CommandCleanup(folder.work()).close(); // what a run left that was ended from outside
    return folder;
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Holds what is under way; not made yet. */
  Path work() {
    return out.resolve(WORK);
  }

  /** What became of a case in an earlier run, if its audit is there and was made of this input. */
  Optional<BatchRow> earlier(String id, String input) throws IOException {
    Path result = out.resolve(id).resolve(RESULT);
    if (!Files.isRegularFile(result) || !Files.isRegularFile(out.resolve(id).resolve(AUDIT))) {
      return Optional.empty();
    }
    try {
      BatchRow row = CaseJson.MAPPER.readValue(Files.readAllBytes(result), BatchRow.class);
      return Optional.of(row).filter(r -> r.id().equals(id) && r.input().equals(input));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Forgets what an earlier run made of a case. */
  void forget(String id) throws IOException {
    Files.deleteIfExists(out.resolve(id).resolve(RESULT));
    Files.deleteIfExists(out.resolve(id).resolve(AUDIT));
  }

  /** Keeps an audit; the result comes last, so that where it is the audit is whole. */
  void keep(BatchRow row, String audit) throws IOException {
    Path folder = OwnerOnlyFiles.folder(out.resolve(row.id()));
    OwnerOnlyFiles.write(folder.resolve(AUDIT), audit);
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
