package org.radiologytrust.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.app.Doctor;
import org.radiologytrust.cli.base.LineWrapper;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rtl doctor}: checks the settings and every configured peer. */
@Command(
    name = "doctor",
    description = "Checks the settings and every configured peer, and says what to do.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl doctor --config /etc/rtl/rtl.properties")
final class DoctorCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Option(names = "--json", description = "Print JSON, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Settings settings = rtl.settings(Map.of(), Map.of());
    List<SelfCheckResult> answers = new Doctor(settings).ask(new Progress()::step);
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ArrayNode all = mapper.createArrayNode();
      answers.forEach(
          a ->
              all.addObject()
                  .put("peer", a.peer())
                  .put("state", a.state().code())
                  .put("message", a.message()));
      System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      answers.forEach(
          a ->
              LineWrapper.lines(
                      a.message(),
                      String.format("%-8s %-14s ", a.state().code(), a.peer()),
                      LineWrapper.WIDTH)
                  .forEach(System.out::println));
    }
    return answers.stream().anyMatch(a -> a.state() == SelfCheckResult.State.BROKEN) ? 1 : 0;
  }
}
