package org.radiologytrust.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
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

/** {@code rtl strengths}: how loudly each check speaks, and who decided it. */
@Command(
    name = "strengths",
    description = {
      "Lists how strong each check is, and loads another table, exceptions and rules, for"
          + " all nodes from the next audit on.",
      "What a strength is: docs/checks.md."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl strengths list",
    subcommands = {
      StrengthsCommand.ListAll.class,
      StrengthsCommand.Load.class,
      StrengthsCommand.Export.class
    })
public final class StrengthsCommand {
  private static final List<String> EXCEPTIONS =
      List.of("check", "words", "modality", "until", "holds", "by", "why");

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParentCommand private SharedOptions rtl;

  /** {@code rtl strengths list}. */
  @Command(
      name = "list",
      description = "Lists the strengths, the exceptions, and who loaded them.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl strengths list --format csv")
  static final class ListAll implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "table, json or csv (default: table).")
    private OutputFormat format = OutputFormat.TABLE;

    @Override
    public Integer call() throws Exception {
      JsonNode table = parent.rtl.operator().get("strengths");
      List<JsonNode> rows = new ArrayList<>();
      table.path("strengths").forEach(rows::add);
      format.print(List.of("check", "site", "modality", "strength", "why"), rows, System.out);
      if (format == OutputFormat.TABLE) {
        List<JsonNode> exceptions = new ArrayList<>();
        table.path("exceptions").forEach(exceptions::add);
        if (!exceptions.isEmpty()) {
          System.out.println();
          format.print(EXCEPTIONS, exceptions, System.out);
          System.out.println();
        }
        System.out.println(said(table));
      }
      return 0;
    }
  }

  /** {@code rtl strengths load}. */
  @Command(
      name = "load",
      description = {
        "Loads a table, or a folder with check/strengths.yaml, check/exceptions.yaml and rules, into"
            + " the journal, with your name and the date.",
        "See first what it changes: rtl rehearse --strengths FILE. Side, sex, age and modality"
            + " always tell. If a case of a rule fails, nothing is loaded."
      },
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl strengths load strengths.yaml --user ann")
  static final class Load implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;

    @Parameters(paramLabel = "FILE", description = "The table, or the folder.")
    private Path file;

    @Option(
        names = "--seen",
        paramLabel = "SHA256",
        description =
            "The hash that the list showed: where somebody has loaded another table since, nothing"
                + " is changed.")
    private String seen = "";

    @Mixin private PersonOptions person;

    @Override
    public Integer call() throws Exception {
      JsonNode loaded =
          person
              .named(parent.rtl)
              .post(
                  "strengths",
                  "application/json",
                  JSON.writeValueAsBytes(Map.of("content", TableFile.text(file), "seen", seen)));
      System.out.println(said(loaded));
      return 0;
    }
  }

  /** {@code rtl strengths export}. */
  @Command(
      name = "export",
      description =
          "Prints table, exceptions and rules of the journal, as one file check/strengths.yaml.",
      mixinStandardHelpOptions = true,
      footerHeading = "%nExample:%n",
      footer = "  rtl strengths export > strengths.yaml")
  static final class Export implements Callable<Integer> {
    @ParentCommand private StrengthsCommand parent;

    @Override
    public Integer call() throws Exception {
      System.out.print(parent.rtl.operator().get("strengths").path("content").asText());
      return 0;
    }
  }

  private static String said(JsonNode table) {
    return Texts.printable(
        "Loaded by %s, %s: SHA-256 %s"
            .formatted(
                OutputFormat.text(table.path("by")),
                OutputFormat.text(table.path("at")),
                OutputFormat.text(table.path("sha256"))));
  }
}
