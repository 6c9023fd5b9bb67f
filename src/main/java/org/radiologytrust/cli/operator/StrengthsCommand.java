package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.cli.base.OutputFormat;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.model.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl strengths}: how loudly each check speaks, and who changed it. */
@Command(
    name = "strengths",
    description = {
      "Lists how strong each check is; changes a strength in the journal,"
          + " for all nodes from the next audit on.",
      "What a strength is: docs/checks.md."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl strengths list --changes",
    subcommands = {
      StrengthsCommand.ListAll.class,
      StrengthsCommand.Accept.class,
      StrengthsCommand.Back.class,
      StrengthsCommand.Export.class
    })
public final class StrengthsCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParentCommand private SharedOptions rtl;

  /** A check and a kind of examination. */
  static final class Place {
    @Parameters(index = "0", paramLabel = "CHECK", description = "Id of the check.")
    private String check;

    @Option(
        names = "--modality",
        paramLabel = "CODE",
        description = "DICOM code of the kind of examination (default: all without a row of it).")
    private String modality = "";

    @Option(
        names = "--seen",
        paramLabel = "N",
        description =
            "The number that the list showed: where somebody has changed it since, nothing is"
                + " changed.")
    private String seen = "";
  }

  /** {@code rtl strengths list}. */
  @Command(
      name = "list",
      description = "Lists the strengths that hold, or all changes.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl strengths list --changes")
  static final class ListAll implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;

    @Option(names = "--changes", description = "All changes, newest first, with name and date.")
    private boolean changes;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "table, json or csv (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Override
    public Integer call() throws Exception {
      if (changes) {
        print(
            "strengths/changes",
            "changes",
            List.of("at", "by", "check", "modality", "strength", "basis"));
      } else {
        print(
            "strengths",
            "strengths",
            List.of("check", "modality", "strength", "by", "since", "seen", "why"));
      }
      return 0;
    }

    private void print(String path, String name, List<String> columns)
        throws IOException, InterruptedException {
      List<JsonNode> rows = new ArrayList<>();
      parent.rtl.operator().get(path).path(name).forEach(rows::add);
      format.print(columns, rows, System.out);
    }
  }

  /** {@code rtl strengths accept}. */
  @Command(
      name = "accept",
      description = {
        "Changes the strength of a check, as a row of the journal with your name and the date.",
        "Side, sex, age and modality always tell."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExamples:%n",
      footer = {
        "  rtl strengths accept denied quiet --reason loud --user ann",
        "  rtl strengths accept size ask --modality US --reason rounded --user ann --seen 0"
      })
  static final class Accept implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;
    @Mixin private Place place;

    @Parameters(index = "1", paramLabel = "STRENGTH", description = "tell, ask or quiet.")
    private String strength;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why, in words that name nobody: they are kept.")
    private String reason;

    @Mixin private PersonOptions person;

    @Override
    public Integer call() throws Exception {
      done(
          person
              .named(parent.rtl)
              .post(
                  "strengths/accept",
                  "application/json",
                  body(
                      Map.of(
                          "check",
                          place.check,
                          "modality",
                          place.modality,
                          "strength",
                          strength,
                          "reason",
                          reason,
                          "seen",
                          place.seen))));
      return 0;
    }
  }

  /** {@code rtl strengths back}. */
  @Command(
      name = "back",
      description = "Takes the last change of a check back: the file holds again.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl strengths back denied --reason costly --user ann")
  static final class Back implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;
    @Mixin private Place place;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        description = "Why, in words that name nobody: they are kept.")
    private String reason = "";

    @Mixin private PersonOptions person;

    @Override
    public Integer call() throws Exception {
      done(
          person
              .named(parent.rtl)
              .post(
                  "strengths/back",
                  "application/json",
                  body(
                      Map.of(
                          "check",
                          place.check,
                          "modality",
                          place.modality,
                          "reason",
                          reason,
                          "seen",
                          place.seen))));
      return 0;
    }
  }

  /** {@code rtl strengths export}. */
  @Command(
      name = "export",
      description = "Prints the strengths that hold as a file check/strengths.yaml.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl strengths export > strengths.yaml")
  static final class Export implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;

    @Override
    public Integer call() throws Exception {
      System.out.print(parent.rtl.operator().get("strengths/export").path("yaml").asText());
      return 0;
    }
  }

  private static byte[] body(Map<String, String> asked) throws IOException {
    return JSON.writeValueAsBytes(asked);
  }

  private static void done(JsonNode change) {
    System.out.println(
        Texts.printable(
            "%s%s: %s from now on, by %s. %s"
                .formatted(
                    OutputFormat.text(change.path("check")),
                    change.path("modality").asText().isEmpty()
                        ? ""
                        : " on " + OutputFormat.text(change.path("modality")),
                    OutputFormat.text(change.path("strength")),
                    OutputFormat.text(change.path("by")),
                    OutputFormat.text(change.path("basis")))));
  }
}
