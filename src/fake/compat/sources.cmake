set(compat
  compat/archive.cc compat/binary.cc compat/date_time.cc compat/days.cc compat/draw.cc compat/goods.cc compat/internet.cc compat/misc.cc compat/money.cc
  compat/national_ids.cc compat/people.cc compat/picture.cc compat/places_methods.cc compat/profile.cc compat/providers.cc compat/python.cc
  compat/python_names.cc compat/travel.cc compat/user_agents.cc)
