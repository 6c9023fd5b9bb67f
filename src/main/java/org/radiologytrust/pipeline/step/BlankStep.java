package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.Set;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;

/**
 * Repeats the judgement of the claims with blank images, using the same prompt, schema and
 * settings. The findings are left out too, because they came from the images. So a label that
 * depends on the images changes.
 *
 * @param repeated the step whose questions are repeated
 */
record BlankStep(String name, ImageJudge repeated) implements Step {

  @Override
  public String folder() {
    return repeated.folder();
  }

  @Override
  public Set<String> inputs() {
    return repeated.inputs();
  }

  @Override
  public String list() {
    return repeated.list();
  }

  @Override
  public Set<AuditPart> outputs() {
    return Set.of(AuditPart.BLANK);
  }

  @Override
  public Audit run(Audit c, StepCalls calls)
      throws ModelFailure, InterruptedException, IOException {
    if (!calls.tools().options().blankProbe()
        || !c.withModel()
        || c.instances().isEmpty()
        || c.claims().isEmpty()) {
      return c;
    }
    return c.toBuilder().blank(repeated.judge(c, calls, RunImages.blank(c, calls))).build();
  }
}
