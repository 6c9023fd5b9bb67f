package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checks;
import org.radiologytrust.checker.SiteChecks;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.EmptyFolder;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.OwnerOnlyFiles;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.journal.rehearsal.JournalSnapshot;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.model.Texts;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.rehearse.CheckData;
import org.radiologytrust.rehearse.Rehearsal;
import org.radiologytrust.rehearse.RehearsalResult;
import org.radiologytrust.rehearse.SignedFiles;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.sections.Segmenter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl rehearse}: what new words, strengths or a new version would change. */
@Command(
    name = "rehearse",
    description = {
      "Checks the newest reports of the journal again with the word lists or strengths of rtl.files,"
          + " or with this version, and shows which flags would come, go, or speak otherwise.",
      "Reads a copy, publishes nothing, and asks no model. The files that it writes quote reports.",
      "Exit code 0."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  rtl rehearse --with words",
      "  rtl rehearse sign rehearsal/rehearsal.json --user ann",
      "  rtl rehearse signed"
    },
    subcommands = {RehearseCommand.Sign.class, RehearseCommand.Signed.class})
public final class RehearseCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParentCommand private SharedOptions rtl;

  @Option(
      names = "--with",
      paramLabel = "WHAT",
      description = "words, strengths, or the version of this rtl, such as 0.2.0.")
  private @Nullable String with;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many reports, the newest first (default: ${DEFAULT-VALUE}).")
  private int last = 2000;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where rehearsal.html and rehearsal.json go; empty or new (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("rehearsal");

  @Override
  public Integer call() throws Exception {
    DataKind kind = kind();
    if (last < 1) {
      throw new CommandFailure("--last: give a number from 1");
    }
    EmptyFolder.check(out);
    Settings settings = rtl.settings(Map.of(), Map.of());
    CheckData site = new CheckData(Folders.files(settings), ReportCheckSettings.of(settings));
    OwnerOnlyFiles.folder(out);
    JournalSnapshot journal = snapshot(settings);
    if (journal.rows().isEmpty()) {
      throw new CommandFailure(
          "the journal has no audit outside shadow mode: there is nothing to rehearse on");
    }
    // what is not rehearsed is as it would be used: as it was last signed
    CheckData data =
        SignedFiles.of(site, journal.signed(), SignedFiles.usesUnsigned(settings)).data();
    Map<String, String> own = site.texts(kind);
    if (kind != DataKind.RELEASE) {
      data = data.holding(kind, own);
    }
    Checks checks =
        new Checks(
                data.files(),
                data.settings(),
                SiteChecks.onClassPath(),
                Budget::processorTime,
                // the result counts it
                (check, failure) -> {})
            .changedBy(journal::strengths);
    RehearsalResult result =
        new Rehearsal(Segmenter.of(data.files()), checks, ProductVersion.CURRENT)
            .run(kind, own, journal);
    RehearsalFiles.write(out, result);
    RehearsalFiles.lines(result).forEach(line -> System.out.println(Texts.printable(line)));
    System.out.println(
        "Read "
            + out.resolve(RehearsalFiles.PAGE)
            + ", then: rtl rehearse sign "
            + out.resolve(RehearsalFiles.DATA)
            + " --user NAME");
    return 0;
  }

  private DataKind kind() {
    if (with == null) {
      throw new CommandFailure("--with: give words, strengths, or " + ProductVersion.CURRENT);
    }
    if (with.equals(ProductVersion.CURRENT)) {
      return DataKind.RELEASE;
    }
    return DataKind.ofCode(with)
        .filter(kind -> kind != DataKind.RELEASE)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "--with: give words, strengths, or "
                        + ProductVersion.CURRENT
                        + ", the version of this rtl; another version is rehearsed by its own rtl"));
  }

  private JournalSnapshot snapshot(Settings settings) throws IOException {
    Path copy = Files.createFile(out.resolve("journal-copy.db"), OwnerOnlyFiles.file());
    try {
      return new JournalFeature(settings, List.of())
          .snapshot(Home.journal(Home.folder(settings)), copy, last);
    } catch (JournalException e) {
      throw new CommandFailure(e.getMessage());
    } finally {
      for (Path part : JournalFile.parts(copy)) {
        Files.deleteIfExists(part);
      }
    }
  }

  /** {@code rtl rehearse sign}. */
  @Command(
      name = "sign",
      description = {
        "Signs a rehearsal with your name: the journal keeps name, date, hash, and the files.",
        "Word lists and strengths are used from the next start on; until then, and where nobody"
            + " signs, the last signed ones are."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl rehearse sign rehearsal/rehearsal.json --user ann")
  static final class Sign implements Callable<Integer> {
    @ParentCommand private RehearseCommand parent;

    @Parameters(paramLabel = "FILE", description = "The rehearsal.json of the rehearsal.")
    private Path file;

    @Mixin private PersonOptions person;

    @Override
    public Integer call() throws Exception {
      Rehearsed rehearsed = RehearsalFiles.read(file);
      JsonNode signed =
          person
              .named(parent.rtl)
              .post(
                  "rehearsals",
                  "application/json",
                  JSON.writeValueAsBytes(RehearsalFiles.signed(rehearsed)));
      System.out.println(
          Texts.printable(
              "%s %s signed by %s: %s"
                  .formatted(
                      OutputFormat.text(signed.path("kind")),
                      OutputFormat.text(signed.path("version")),
                      OutputFormat.text(signed.path("by")),
                      OutputFormat.text(signed.path("sha256")))));
      return 0;
    }
  }

  /** {@code rtl rehearse signed}. */
  @Command(
      name = "signed",
      description = "Lists who signed what, newest first.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl rehearse signed")
  static final class Signed implements Callable<Integer> {
    private static final List<String> COLUMNS =
        List.of(
            "at", "by", "kind", "version", "reports", "gained", "lost", "changed", "sha256",
            "files");

    @ParentCommand private RehearseCommand parent;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "table, json or csv (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Override
    public Integer call() throws Exception {
      List<JsonNode> rows = new ArrayList<>();
      parent.rtl.operator().get("rehearsals").path("rehearsals").forEach(rows::add);
      format.print(COLUMNS, rows, System.out);
      return 0;
    }
  }
}
