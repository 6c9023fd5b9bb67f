package org.radiologytrust.lab.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.llm.ask.ChatRequest;

/**
 * Puts examples before a question: prompts about other cases with their true answers. The
 * instructions that all these prompts begin with are written only once. Immutable.
 */
public final class FewShot {
  /** No examples. */
  public static final FewShot NONE = new FewShot(Map.of());

  /** Separates paragraphs and examples. */
  private static final String BETWEEN = "\n\n";

  /** Ends an answer, which is one line. */
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
   * Takes the first examples of each step.
   *
   * @param rows training text of cases without images
   * @param count most examples per question
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

  /** The prompt with the examples before its question. */
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
   * The text at which the server stops an answer without a grammar. After examples, a model would
   * otherwise go on with more examples or repeat itself. Empty if there are no examples.
   */
  String stop(ChatRequest request) {
    return byStep.containsKey(request.step()) ? END : "";
  }

  /** Length in characters of the paragraphs that all prompts begin with. */
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
