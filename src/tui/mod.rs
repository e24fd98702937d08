//! The screens: keys become messages, messages change a model, the model is drawn. Never waits for the store.
