package org.radiologytrust.lab.command;

import java.util.List;
import org.radiologytrust.cli.ExtraCommands;

/** Adds the laboratory's commands to {@code rtl}. */
public final class LabCommands implements ExtraCommands {
  @Override
  public List<Class<?>> commands() {
    return List.of(
        SynthCommand.class, EvalCommand.class, EvalChecksCommand.class, ImportCommand.class);
  }
}
