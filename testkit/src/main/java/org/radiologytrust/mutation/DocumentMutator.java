package org.radiologytrust.mutation;

/** Makes documents, and changes them as broken senders and networks do. */
@FunctionalInterface
public interface DocumentMutator {
  ChangedDocument next();
}
