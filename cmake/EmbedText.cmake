# cmake -DOUTPUT=file -DINPUTS="a.json;b.json" -P EmbedText.cmake
# Writes one C++ initialiser {"name", "text"}, a file, for inclusion in a table.
set(result "// Generated from the files it quotes. Do not edit.\n")
foreach(input IN LISTS INPUTS)
    get_filename_component(name ${input} NAME_WE)
    file(READ ${input} text)
    string(APPEND result "{\"${name}\", R\"griotte(${text})griotte\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${result}")
