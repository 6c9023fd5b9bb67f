package org.radiologytrust.cli.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.radiologytrust.check.Checks;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.ExplanationView;
import org.radiologytrust.ingest.hl7.out.OruPreview;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.sections.Segmenter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl explain}: how a message or a report in a file is understood. Needs no server. */
@Command(
    name = "explain",
    description =
        "Shows what each part of an HL7 or FHIR message in a file is used as, and by which rule:"
            + " \"shipped\", or file and line of the site's mapping. With --checks: what each check"
            + " reads in a report, and why it is silent. With --out: the audit as an HL7 message.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every message is a report, or needs no audit",
      "1:a message is refused",
      "2:wrong usage"
    },
    footerHeading = "%nExample:%n",
    footer = "  rtl explain message.hl7 -Drtl.files=site --values")
public final class ExplainCommand implements Callable<Integer> {
  enum Format {
    TABLE,
    JSON
  }

  @ParentCommand private SharedOptions rtl;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A message: HL7 v2, or FHIR in JSON or XML. With --checks also a document or a text.")
  private Path file;

  @Option(names = "--format", description = "table (default) or json.")
  private Format format = Format.TABLE;

  @Option(
      names = "--values",
      description = "Show the values too. They are the patient's data: mind who sees the screen.")
  private boolean values;

  @Option(
      names = "--checks",
      description = "Show what each check reads in the report, and why it is silent.")
  private boolean checks;

  @Option(
      names = "--out",
      description =
          "Show the HL7 message as which the audit of the report would be sent (publish/oru.yaml),"
              + " by the checks alone. It has the patient's data: mind who sees the screen.")
  private boolean out;

  @Override
  public Integer call() throws Exception {
    Settings settings = rtl.settings(Map.of(), Map.of());
    if (checks || out) {
      Pilot.refuse(settings, "rtl explain " + (checks ? "--checks" : "--out"));
    }
    SiteFiles files = Folders.files(settings);
    MessageReaders readers = MessageReaders.of(settings, files);
    if (checks) {
      explainChecks(ReportFile.of(file).reports(readers), files, settings);
      return 0;
    }
    if (out) {
      explainMessages(readers, files, settings);
      return 0;
    }
    List<Explanation> all = ReportFile.of(file).explain(readers);
    List<ExplanationView> views =
        all.stream().map(explanation -> new ExplanationView(explanation, values)).toList();
    print(views, ExplanationView::json, ExplanationView::lines);
    return all.stream().anyMatch(e -> e.disposition() instanceof Inbox.Quarantined) ? 1 : 0;
  }

  private void explainChecks(List<Report> reports, SiteFiles files, Settings settings)
      throws IOException {
    Checks all = new Checks(files, ReportCheckSettings.of(settings));
    RefusedRules.tell(all);
    Segmenter segmenter = new Segmenter(files);
    ReportReader reader = new ReportReader(files);
    List<ChecksExplanation> views =
        reports.stream()
            .map(report -> segmenter.segment(Audit.of(report.correlationId(), report).build()))
            .map(audit -> new ChecksExplanation(audit, all, reader, values))
            .toList();
    print(views, ChecksExplanation::json, ChecksExplanation::lines);
  }

  private void explainMessages(MessageReaders readers, SiteFiles files, Settings settings)
      throws IOException {
    ReportFile read = ReportFile.of(file);
    OruPreview preview = new OruPreview(settings, files);
    Checks all = new Checks(files, ReportCheckSettings.of(settings));
    Segmenter segmenter = new Segmenter(files);
    RuleClaims rules = new RuleClaims(files);
    Instant now = Instant.now();
    List<String> messages =
        read.reports(readers).stream()
            .map(report -> Audit.of(report.correlationId(), report))
            .map(begun -> begun.started(now).engineVersion(ProductVersion.CURRENT).build())
            .map(segmenter::segment)
            .map(audit -> all.with(audit, all.run(audit)))
            .map(audit -> new Scorer().score(rules.claims(audit)))
            .map(audit -> audit.toBuilder().ended(now).build())
            .map(audit -> preview.of(audit, read.message(readers), now))
            .toList();
    print(
        messages,
        (message, mapper) -> mapper.createObjectNode().put("message", message),
        message -> message.lines().toList());
  }

  private <V> void print(
      List<V> views, BiFunction<V, ObjectMapper, ObjectNode> json, Function<V, List<String>> lines)
      throws IOException {
    if (format == Format.JSON) {
      ObjectMapper mapper = new ObjectMapper();
      ArrayNode list = mapper.createArrayNode();
      views.forEach(view -> list.add(json.apply(view, mapper)));
      System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list));
    } else {
      views.forEach(view -> lines.apply(view).forEach(System.out::println));
    }
  }
}
