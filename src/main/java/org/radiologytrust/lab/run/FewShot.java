package org.radiologytrust.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.ChatRequest;

/**
 * Examples before a question: what the product asks about other cases, with the true answers. The
 * instructions that all of them begin with stand there once.
 */
public final class FewShot {
  /** No examples. */
  public static final FewShot NONE = new FewShot(Map.of());

  /** Stands between paragraphs, and between examples. */
  private static final String BETWEEN = "\n\n";

  /** An answer is one line, as those of the examples. */
  private static final String END = "\n";

  /**
   * @param prompt what the product asks
   * @param answer the true answer
   */
  private record Example(String prompt, String answer) {}

  private final Map<String, List<Example>> byStep;

  private FewShot(Map<String, List<Example>> byStep) {
    this.byStep = byStep;
  }

  /**
   * The first examples of each step.
   *
   * @param rows training text of cases without images
   * @param count most examples before a question
   */
  public static FewShot of(List<TrainingRows.Row> rows, int count) {
    Map<String, List<Example>> byStep = new HashMap<>();
    for (TrainingRows.Row row : rows) {
      List<Example> examples = byStep.computeIfAbsent(row.step(), step -> new ArrayList<>());
      if (examples.size() < count) {
        examples.add(new Example(row.prompt(), row.answer()));
      }
    }
    return new FewShot(byStep);
  }

  /** The whole text to ask with. */
  String before(ChatRequest request) {
    List<Example> examples = byStep.getOrDefault(request.step(), List.of());
    if (examples.isEmpty()) {
      return request.prompt();
    }
    int shared = shared(request.prompt(), examples);
    StringBuilder all = new StringBuilder(request.prompt().substring(0, shared));
    for (Example e : examples) {
      all.append(e.prompt.substring(shared)).append(END).append(e.answer).append(BETWEEN);
    }
    return all.append(request.prompt().substring(shared)).append(END).toString();
  }

  /**
   * Where an answer ends that no grammar ends: behind examples, a model goes on with more of them,
   * or repeats itself.
   */
  String stop(ChatRequest request) {
    return byStep.containsKey(request.step()) ? END : "";
  }

  /** Length of the whole paragraphs that all prompts begin with. */
  private static int shared(String prompt, List<Example> examples) {
    int shared = prompt.length();
    for (Example e : examples) {
      int same = 0;
      int most = Math.min(shared, e.prompt.length());
      while (same < most && e.prompt.charAt(same) == prompt.charAt(same)) {
        same++;
      }
      shared = same;
    }
    int last = prompt.substring(0, shared).lastIndexOf(BETWEEN);
    return last < 0 ? 0 : last + BETWEEN.length();
  }
}
