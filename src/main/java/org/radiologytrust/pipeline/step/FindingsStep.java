package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Instance;

/** Lets the model describe each image without showing it the report. */
final class FindingsStep implements Step {
  @Override
  public String name() {
    return "findings";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("images", "modality", "bodyPart", "view");
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.READS);
  }

  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, IOException {
    if (!c.withModel()) {
      return c;
    }
    List<byte[]> pngs = calls.images(c);
    List<Callable<ImageRead>> each = new ArrayList<>();
    for (int i = 0; i < c.instances().size(); i++) {
      int number = i + 1;
      Instance instance = c.instances().get(i);
      byte[] png = pngs.get(i);
      each.add(() -> describe(calls, instance, number, png));
    }
    return c.toBuilder().reads(new ParallelCalls(calls.tools().parallel()).all(each)).build();
  }

  private static ImageRead describe(StepCalls calls, Instance instance, int number, byte[] png)
      throws ModelFailure, InterruptedException {
    Map<String, String> data =
        Map.of(
            "images", "[img]",
            "modality", DicomCode.of(instance.modality()),
            "bodyPart", DicomCode.of(instance.bodyPartExamined()),
            "view", DicomCode.of(instance.viewPosition()));
    return calls.ask(
        instance.sopInstanceUid(), data, List.of(png), answer -> read(answer, instance, number));
  }

  private static ImageRead read(JsonNode answer, Instance instance, int image) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode f : answer.path("findings")) {
      findings.add(
          new Finding(
              "F" + image + "." + (findings.size() + 1),
              instance.sopInstanceUid(),
              f.path("description").asText().strip(),
              f.path("location").asText().strip(),
              f.path("probability").asDouble(),
              f.path("cue").asText().strip()));
    }
    return new ImageRead(instance.sopInstanceUid(), answer.path("quality").asText(), findings);
  }
}
