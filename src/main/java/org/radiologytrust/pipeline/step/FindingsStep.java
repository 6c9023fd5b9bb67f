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

/** Lets the model describe each image, or stack of slices, without showing it the report. */
final class FindingsStep implements Step {
  @Override
  public String name() {
    return "findings";
  }

  @Override
  public Set<String> inputs() {
    return Set.of("images", "shown", "modality", "bodyPart", "view");
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
    for (ImageGroup group : ImageGroup.of(c.instances())) {
      int number = each.size() + 1;
      List<byte[]> own = pngs.subList(group.first(), group.first() + group.images().size());
      each.add(() -> describe(calls, group, number, own));
    }
    return c.toBuilder().reads(new ParallelCalls(calls.tools().parallel()).all(each)).build();
  }

  private static ImageRead describe(
      StepCalls calls, ImageGroup group, int number, List<byte[]> pngs)
      throws ModelFailure, InterruptedException {
    Instance instance = group.middle();
    Map<String, String> data =
        Map.of(
            "images", group.places(),
            "shown", group.words(),
            "modality", DicomCode.of(instance.modality()),
            "bodyPart", DicomCode.of(instance.bodyPartExamined()),
            "view", DicomCode.of(instance.viewPosition()));
    return calls.ask(instance.sopInstanceUid(), data, pngs, answer -> read(answer, group, number));
  }

  private static ImageRead read(JsonNode answer, ImageGroup group, int number) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode f : answer.path("findings")) {
      String description = f.path("description").asText().strip();
      String location = f.path("location").asText().strip();
      String cue = f.path("cue").asText().strip();
      findings.add(
          new Finding(
              "F" + number + "." + (findings.size() + 1),
              group.named(location + "; " + description + "; " + cue).sopInstanceUid(),
              description,
              location,
              f.path("probability").asDouble(),
              cue));
    }
    return new ImageRead(
        group.middle().sopInstanceUid(), answer.path("quality").asText(), findings);
  }
}
