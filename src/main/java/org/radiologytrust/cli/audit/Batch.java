package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.radiologytrust.cases.CaseFinder;
import org.radiologytrust.cases.CaseFolders;
import org.radiologytrust.cases.FoundCase;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.ErrorReport;
import org.radiologytrust.cli.base.ProgressBar;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.llm.ModelSettings;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.publish.resources.ExamLine;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;

/**
 * Audits many cases. A case that fails does not stop the others. A case that an earlier run
 * audited, from the same files with the same engine and models, is not audited again.
 */
final class Batch {
  /** Raised when an earlier output lacks something: the page, before 3; the weight, before 4. */
  private static final String FORMAT = "format-4";

  private static final String NOT_UTF8 = "The text is not UTF-8: it was read as Windows-1252.";

  private final SharedOptions rtl;
  private final BatchFolder out;
  private final Settings settings;
  private final Titles titles;
  private final Map<String, BatchRow> rows = new TreeMap<>();

  /**
   * The cases to audit, in rounds. Report ids are unique within a round, since its journal would
   * treat the second report as a duplicate or a correction.
   */
  private final List<List<Todo>> rounds = new ArrayList<>();

  private int audits;

  Batch(SharedOptions rtl, BatchFolder out) {
    this.rtl = rtl;
    this.out = out;
    this.settings = FileAudits.settings(rtl, out.work().resolve("home"));
    this.titles = new Titles(Folders.files(settings));
    Pilot.refuse(settings, "rtl batch");
  }

  /**
   * @param input hash of the files and the settings that affect the audit
   * @param told what a reader must know about the case; may be empty
   */
  private record Todo(String id, CaseFolders.Content content, String input, String told) {
    /** The report, which messages name as {@code report}, or by its name in a folder of pairs. */
    ReportFile report() throws IOException {
      String name = content.report().getFileName().toString();
      return new ReportFile(
          name.startsWith("report.") ? "report" : name, Files.readAllBytes(content.report()));
    }
  }

  /**
   * Audits what has not been audited yet.
   *
   * @param cases folder of case folders, or of pairs of files
   * @return one row for each case, in order of their names
   */
  List<BatchRow> run(Path cases) throws IOException, InterruptedException {
    try {
      plan(CaseFinder.find(cases));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
    audits = rounds.stream().mapToInt(List::size).sum();
    if (audits > 0) {
      try (ProgressBar bar = new ProgressBar(audits)) {
        for (int i = 0; i < rounds.size(); i++) {
          round(rounds.get(i), out.work().resolve("home-" + i), bar);
        }
      }
    }
    return List.copyOf(rows.values());
  }

  /** The number of cases that this run audited or tried to audit. */
  int audits() {
    return audits;
  }

  private void plan(List<FoundCase> found) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    try (ModelWorkbench lab = new ModelWorkbench(settings)) {
      for (FoundCase one : found) {
        String id = one.id();
        try {
          Todo todo = todo(one);
          BatchRow earlier = out.earlier(id, todo.input).orElse(null);
          if (earlier != null && done(earlier)) {
            rows.put(id, earlier);
            continue;
          }
          out.forget(id);
          String reportId = todo.report().report(lab.readers()).reportId();
          int round = seen.merge(reportId, 1, Integer::sum) - 1;
          if (round == rounds.size()) {
            rounds.add(new ArrayList<>());
          }
          rounds.get(round).add(todo);
        } catch (CommandFailure | IllegalArgumentException e) {
          out.forget(id);
          rows.put(id, BatchRow.refused(id, e.getMessage()));
        }
      }
    }
  }

  private Todo todo(FoundCase one) throws IOException {
    if (one.id().startsWith(BatchFolder.SUMMARY)) {
      throw new CommandFailure("the case's name is that of a summary: rename it");
    }
    CaseFolders.Content content = one.content();
    if (content == null) {
      throw new CommandFailure(one.told());
    }
    if (!content.images().isEmpty()) {
      ImageFiles.requireUsed(settings);
    }
    StringBuilder all =
        new StringBuilder(
            String.join(
                " ",
                FORMAT,
                ProductVersion.CURRENT,
                settings.text("rtl.model.wire"),
                settings.text("rtl.model.base"),
                settings.text("rtl.model.lora")));
    List<Path> files = new ArrayList<>(content.images());
    files.add(0, content.report());
    for (Path file : files) {
      try {
        all.append(' ').append(Texts.sha256(Files.readAllBytes(file)));
      } catch (IOException e) {
        throw new CommandFailure(file.getFileName() + " cannot be read");
      }
    }
    return new Todo(one.id(), content, Texts.sha256(all.toString()), one.told());
  }

  /**
   * Whether later runs skip this case. Failures are tried again. A case that was checked only is
   * tried again if a model is configured, since it may be available then.
   */
  boolean done(BatchRow row) {
    return row.audited()
        || row.outcome() == BatchRow.Outcome.CHECKED_ONLY && ModelSettings.asksNone(settings);
  }

  private void round(List<Todo> round, Path home, ProgressBar bar)
      throws IOException, InterruptedException {
    CaseImages images = new CaseImages(Folders.files(settings));
    ExecutorService threads =
        Executors.newFixedThreadPool(settings.number("rtl.audit.parallel", 1, 1_000));
    try (FileAudits audits = FileAudits.start(rtl, home, images)) {
      List<Future<BatchRow>> under = new ArrayList<>();
      for (Todo todo : round) {
        under.add(
            threads.submit(
                () -> {
                  BatchRow row = one(todo, audits, images);
                  bar.step();
                  return row;
                }));
      }
      for (Future<BatchRow> future : under) {
        BatchRow row = future.get();
        rows.put(row.id(), row);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * @throws IOException if the result cannot be stored
   */
  private BatchRow one(Todo todo, FileAudits audits, CaseImages images)
      throws IOException, InterruptedException {
    String key = Texts.sha256(todo.id);
    AuditResult audited;
    BatchRow row;
    String page;
    try (CommandCleanup closing = new CommandCleanup(out.work().resolve(key))) {
      List<Study> studies = images.add(key, todo.content.images(), closing);
      ReportFile report = todo.report();
      FileAudits.Queued queued = audits.queue(report, studies);
      audited = audits.await(queued);
      page =
          new CasePage(
                  todo.id,
                  queued.report(),
                  ExamLine.of(queued.report(), studies),
                  audited,
                  todo.content.images().stream().map(i -> i.getFileName().toString()).toList())
              .html();
      String warnings =
          String.join(" ", todo.told, report.isWindowsText() ? NOT_UTF8 : "", queued.warning());
      row = BatchRow.of(todo.id, todo.input, audited, titles, warnings);
    } catch (CommandFailure e) {
      // removes the option's name and the folder of an unpacked ZIP, which mean nothing here
      String folder = todo.content.report().getParent() + "/";
      String told = e.getMessage().replaceFirst("^--image: ", "").replace(folder, "");
      return BatchRow.refused(todo.id, told);
    } catch (IOException | RuntimeException e) {
      return BatchRow.refused(todo.id, ErrorReport.line(e));
    } finally {
      images.remove(key);
    }
    out.keep(row, audits.json(audited), page);
    return row;
  }
}
