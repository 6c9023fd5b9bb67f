package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.List;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Verdict;

/** A step that judges claims by the images, and can do so again with blank images. */
interface ImageJudge extends Step {
  /** The verdicts when the model is shown blank images, and nothing that came from real ones. */
  List<Verdict> judge(Audit c, StepCalls calls, RunImages blank)
      throws ModelFailure, InterruptedException, IOException;
}
