package org.radiologytrust.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.ExplanationView;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.process.Folders;
import org.radiologytrust.runtime.Faults;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl explain}: how a message in a file is understood. Needs no server. */
@Command(
    name = "explain",
    description =
        "Shows what each part of an HL7 or FHIR message in a file is used as, and by which rule:"
            + " \"shipped\", or file and line of the site's mapping.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every message is a report, or needs no audit",
      "1:a message is refused",
      "2:wrong usage"
    },
    footerHeading = "%nExample:%n",
    footer = "  rtl explain message.hl7 -Drtl.files=site --values")
final class ExplainCommand implements Callable<Integer> {
  enum Format {
    TABLE,
    JSON
  }

  @ParentCommand private SharedOptions rtl;

  @Parameters(paramLabel = "FILE", description = "A message: HL7 v2, or FHIR in JSON or XML.")
  private Path file;

  @Option(names = "--format", description = "table (default) or json.")
  private Format format = Format.TABLE;

  @Option(
      names = "--values",
      description = "Show the values too. They are the patient's data: mind who sees the screen.")
  private boolean values;

  @Override
  public Integer call() throws Exception {
    Settings settings = rtl.settings(Map.of(), Map.of());
    MessageReaders readers = MessageReaders.of(settings, Folders.files(settings));
    List<Explanation> all = new ReportFile(file.toString(), bytes()).explain(readers);
    List<ExplanationView> views =
        all.stream().map(explanation -> new ExplanationView(explanation, values)).toList();
    if (format == Format.JSON) {
      ObjectMapper mapper = new ObjectMapper();
      ArrayNode list = mapper.createArrayNode();
      views.forEach(view -> list.add(view.json(mapper)));
      System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list));
    } else {
      views.forEach(view -> view.lines().forEach(System.out::println));
    }
    return all.stream().anyMatch(e -> e.disposition() instanceof Inbox.Quarantined) ? 1 : 0;
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure(
          file + ": cannot be read (" + Faults.ofFile(e) + "): check the name");
    }
  }
}
