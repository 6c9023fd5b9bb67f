package org.radiologytrust.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.RealServer;
import org.radiologytrust.peers.llama.RealLlama;
import org.radiologytrust.peers.llama.SmallPair;
import org.radiologytrust.peers.ollama.RealOllama;

/** Prints a table in Markdown: a row for each question, a column for each real server. */
public final class ModelServerTable {
  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private final List<String> servers = new ArrayList<>();

  private ModelServerTable() {}

  public static void main(String[] arguments) throws Exception {
    ModelServerTable table = new ModelServerTable();
    try (RealLlama llama = RealLlama.start()) {
      table.ask("llama-server, llama-cpp-python 0.3.36", llama, "openai");
    }
    try (RealOllama ollama = RealOllama.start(1, 2)) {
      for (String model : List.of(SmallPair.BASE, SmallPair.LORA, SmallPair.PLAIN)) {
        ollama.create(model, SmallPair.model(model));
      }
      table.ask("Ollama 0.33.0", ollama, "ollama");
    }
    System.out.println("| | " + String.join(" | ", table.servers) + " |");
    System.out.println("|---".repeat(table.servers.size() + 1) + "|");
    table.rows.forEach(
        (question, answers) ->
            System.out.println("| " + question + " | " + String.join(" | ", answers) + " |"));
  }

  private void ask(String name, RealServer server, String wire) throws Exception {
    servers.add(name);
    RawChat chat = new RawChat(server.url(), wire.equals("ollama"));
    ServerQuestions questions = new ServerQuestions(chat, SmallPair.PLAIN, SmallPair.BASE);
    for (Map.Entry<String, Callable<String>> question : questions.all().entrySet()) {
      put(question.getKey(), question.getValue().call());
    }
    put("`rtl doctor`", doctor(server, wire));
  }

  private void put(String question, String answer) {
    System.err.println(servers.get(servers.size() - 1) + ": " + question + ": " + answer);
    rows.computeIfAbsent(question, q -> new ArrayList<>()).add(answer);
  }

  private static String doctor(RealServer server, String wire) throws Exception {
    Map<String, String> settings = new HashMap<>(Product.ollama(server.url().toString()));
    settings.put("rtl.model.wire", wire);
    settings.put("rtl.model.base", SmallPair.BASE);
    settings.put("rtl.model.lora", SmallPair.LORA);
    settings.put("rtl.model.context", String.valueOf(RawChat.CONTEXT));
    Path home = Files.createTempDirectory("model-servers");
    return Product.doctor(home, settings).stream()
        .filter(result -> result.peer().equals("model"))
        .map(SelfCheckResult::message)
        .findFirst()
        .orElseThrow()
        .replaceFirst("^http://[^ ]+ ", "");
  }
}
